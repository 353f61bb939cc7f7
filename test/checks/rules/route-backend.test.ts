import { httpRoute, withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports('route-backend', 'a missing Service', ({ remove }) => remove('Service', 'web'), [
  'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.name is "web": Service shop/web not found: create it, or use one of db [route-backend]',
]);

reports(
  'route-backend',
  'a missing port of a Service',
  ({ find }) => {
    find('Service', 'web').spec.ports[0].port = 8080;
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port is 80: Service shop/web has no port 80: add it, or use one of 8080 (http) [route-backend]',
  ],
);

reports(
  'route-backend',
  'a default backend whose Service is missing',
  ({ find }) => {
    find('Ingress', 'web').spec.defaultBackend = { service: { name: 'wbe', port: { number: 80 } } };
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.defaultBackend.service.name is "wbe": Service shop/wbe not found: create it, or use one of db, web [route-backend]',
  ],
);

reports(
  'route-backend',
  'a backend without a port',
  ({ find }) => {
    delete find('Ingress', 'web').spec.rules[0].http.paths[0].backend.service.port;
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port: missing: state a port of the Service [route-backend]',
  ],
);

reports(
  'route-backend',
  'the backends of HTTPRoutes that do not exist, and those of copies of requests',
  withGateways(({ add }) => {
    const requestMirror = { backendRef: { name: 'copy', port: 80 } };
    const rules = [
      { backendRefs: [{ name: 'web', port: 81 }], filters: [{ type: 'RequestMirror', requestMirror }] },
    ];
    add(httpRoute('other', { hostnames: undefined, rules }));
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/other: spec.rules[0].backendRefs[0].port is 81: Service shop/web has no port 81: add it, or use one of 80 (http) [route-backend]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/other: spec.rules[0].filters[0].requestMirror.backendRef.name is "copy": Service shop/copy not found: create it, or use one of db, web [route-backend]',
  ],
);

reports(
  'route-backend',
  'rules of HTTPRoutes without a backend',
  withGateways(({ find }) => {
    const { rules } = find('HTTPRoute', 'web').spec;
    rules[0].backendRefs[0].weight = 0;
    delete find('HTTPRoute', 'web-redirect').spec.rules[0].filters;
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].backendRefs: every weight is 0, so that no request is served: raise one of them [route-backend]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web-redirect: spec.rules[0].backendRefs: missing: add a backend, or a filter that redirects the requests [route-backend]',
  ],
);
