import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'route-parent',
  'a listener and a port that a parent does not have, and a route without a parent',
  withGateways(({ find, add }) => {
    const web = find('HTTPRoute', 'web');
    const other = structuredClone(web);
    other.metadata.name = 'other';
    other.spec.parentRefs[0].port = 8443;
    add(other);
    web.spec.parentRefs[0].sectionName = 'tls';
    find('HTTPRoute', 'web-redirect').spec.parentRefs = [];
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.parentRefs[0].sectionName is "tls": ListenerSet shop/shop has no listener of this name: add it, or use one of https [route-parent]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web-redirect: spec.parentRefs: missing, so that no Gateway serves the route: name one [route-parent]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/other: spec.parentRefs[0].port is 8443: ListenerSet shop/shop has no listener on this port: correct it, or use one of 443 [route-parent]',
  ],
);

reports(
  'route-parent',
  'a listener that accepts neither the kind nor the namespace of a route',
  withGateways(({ find, add }) => {
    const { spec } = find('Gateway', 'public');
    const redirect = structuredClone(find('HTTPRoute', 'web-redirect'));
    redirect.metadata.name = 'other';
    redirect.spec.parentRefs[0].sectionName = 'grpc';
    add(redirect);
    spec.listeners.push({
      ...spec.listeners[0],
      name: 'grpc',
      port: 81,
      allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] },
    });
    spec.listeners[0].allowedRoutes.namespaces = { from: 'Same' };
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web-redirect: spec.parentRefs[0]: the listeners of Gateway edge/public accept no routes of namespace shop: admit it in allowedRoutes.namespaces [route-parent]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/other: spec.parentRefs[0]: the listeners of Gateway edge/public accept no HTTPRoutes: use protocol HTTP or HTTPS, and add the kind to allowedRoutes [route-parent]',
  ],
);

reports(
  'route-parent',
  'hosts for which nobody listens',
  withGateways(({ find }) => {
    find('HTTPRoute', 'web').spec.hostnames.push('www.shop.example');
    find('Gateway', 'public').spec.listeners[0].hostname = '*.shop.example';
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.hostnames[1] is "www.shop.example": the listeners of its parents serve only shop.example: correct the host, or add a listener [route-parent]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web-redirect: spec.parentRefs[0]: Gateway edge/public serves *.shop.example, and none of the host names shop.example: correct hostnames, or add a listener [route-parent]',
  ],
);

reports(
  'route-parent',
  'a host for which a more specific listener receives the requests',
  withGateways(({ find }) => {
    const { listeners } = find('ListenerSet', 'shop').spec;
    listeners.push({ name: 'http', hostname: 'shop.example', port: 80, protocol: 'HTTP' });
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web-redirect: spec.hostnames[0] is "shop.example": listener http of ListenerSet shop/shop is for this host, and receives its requests on port 80: add it to parentRefs, or remove the listener [route-parent]',
  ],
);
