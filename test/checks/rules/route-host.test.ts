import { httpRoute, withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'route-host',
  'two Ingresses with the same host',
  ({ add, find }) => {
    const other = structuredClone(find('Ingress', 'web'));
    other.metadata.name = 'other';
    add(other);
  },
  [
    'test: test/50-all.k8s.yaml: Ingress shop/other: spec.rules[0].http.paths[0] is "shop.example/": Ingress shop/web (test/all/web.ingress) has the same route: change one of them [route-host]',
  ],
);

reports(
  'route-host',
  'two default backends',
  ({ add, find }) => {
    const web = find('Ingress', 'web');
    web.spec.defaultBackend = { service: { name: 'web', port: { number: 80 } } };
    const other = structuredClone(web);
    other.metadata.name = 'other';
    other.spec.rules[0].host = 'other.example';
    delete other.spec.tls;
    add(other);
  },
  [
    'test: test/50-all.k8s.yaml: Ingress shop/other: spec.defaultBackend is "*": Ingress shop/web (test/all/web.ingress) has the same route: change one of them [route-host]',
  ],
);

reports(
  'route-host',
  'a TLS host without a route',
  ({ find }) => {
    find('Ingress', 'web').spec.rules[0].host = 'shop.example.org';
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[0].hosts is "shop.example": no rule of this Ingress routes the host: correct or remove it [route-host]',
  ],
);

reports(
  'route-host',
  'two HTTPRoutes of a listener with the same host and path, also without host names',
  withGateways(({ add }) => {
    add(httpRoute('same', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }));
    const matches = [{ path: { type: 'PathPrefix', value: '/' }, method: 'GET' }];
    add(httpRoute('other-method', { rules: [{ matches, backendRefs: [{ name: 'web', port: 80 }] }] }));
    add(httpRoute('every-host', { hostnames: undefined }));
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/same: spec.rules[0].matches[0] is "shop.example/": HTTPRoute shop/web (test) has the same route: change one of them [route-host]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/every-host: spec.rules[0].matches[0] is "shop.example/": HTTPRoute shop/web (test) has the same route: change one of them [route-host]',
  ],
);
