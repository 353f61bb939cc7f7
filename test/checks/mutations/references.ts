import type { MutationClass } from './mutation';

export const REFERENCES: MutationClass = {
  name: 'references between objects',
  outages: [
    {
      name: 'a Service that selects no pods',
      change: ({ find }) => {
        find('Service', 'web').spec.selector = { app: 'wep' };
      },
    },
    {
      name: 'a backend that does not exist',
      change: ({ find }) => {
        find('Ingress', 'web').spec.rules[0].http.paths[0].backend.service.name = 'website';
      },
    },
    {
      name: 'a port that the Service does not have',
      change: ({ find }) => {
        find('Ingress', 'web').spec.rules[0].http.paths[0].backend.service.port.number = 81;
      },
    },
    {
      name: 'an issuer that does not exist',
      change: ({ find }) => {
        find('Certificate', 'shop-tls').spec.issuerRef.name = 'letsencrypt-prod';
      },
    },
    {
      name: 'an autoscaler of a renamed Deployment',
      change: ({ find }) => {
        find('HorizontalPodAutoscaler', 'web').spec.scaleTargetRef.name = 'website';
      },
    },
    {
      name: 'a ConfigMap that was removed',
      change: ({ remove }) => {
        remove('ConfigMap', 'web-settings');
      },
    },
  ],
  sound: [
    {
      name: 'another image',
      change: ({ container }) => {
        container('Deployment', 'web').image = 'registry.example/web:1.1';
      },
    },
    {
      name: 'a second path of the same Service',
      change: ({ find }) => {
        const { paths } = find('Ingress', 'web').spec.rules[0].http;
        paths.push({ ...paths[0], path: '/api' });
      },
    },
  ],
};
