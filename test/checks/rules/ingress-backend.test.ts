import { reports } from './reports';

reports('ingress-backend', 'a missing Service', ({ remove }) => remove('Service', 'web'), [
  'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.name is "web": Service shop/web not found: create it, or use one of db [ingress-backend]',
]);

reports(
  'ingress-backend',
  'a missing port of a Service',
  ({ find }) => {
    find('Service', 'web').spec.ports[0].port = 8080;
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port is 80: Service shop/web has no port 80: add it, or use one of 8080 (http) [ingress-backend]',
  ],
);

reports(
  'ingress-backend',
  'a default backend whose Service is missing',
  ({ find }) => {
    find('Ingress', 'web').spec.defaultBackend = { service: { name: 'wbe', port: { number: 80 } } };
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.defaultBackend.service.name is "wbe": Service shop/wbe not found: create it, or use one of db, web [ingress-backend]',
  ],
);

reports(
  'ingress-backend',
  'a backend without a port',
  ({ find }) => {
    delete find('Ingress', 'web').spec.rules[0].http.paths[0].backend.service.port;
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port: missing: state a port of the Service [ingress-backend]',
  ],
);
