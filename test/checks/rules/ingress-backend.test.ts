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
