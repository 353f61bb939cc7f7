import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'solver',
  'a name that no solver validates, and an ingress class that does not exist',
  ({ find }) => {
    find('Certificate', 'shop-tls').spec.dnsNames.push('*.shop.example');
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [
      { http01: { ingress: { ingressClassName: 'ngnix' } } },
      { dns01: { route53: { region: 'eu-central-1' } }, selector: { dnsZones: ['example.org'] } },
    ];
  },
  [
    'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: spec.issuerRef.name is "letsencrypt": no solver of ClusterIssuer letsencrypt validates "*.shop.example": a wildcard needs a DNS-01 solver whose zones contain the name, or name another issuer [solver]',
    'test/all/letsencrypt: test/50-all.k8s.yaml: ClusterIssuer letsencrypt: spec.acme.solvers[0].http01.ingress.ingressClassName is "ngnix": IngressClass ngnix not found: create it, or use one of nginx [solver]',
  ],
);

reports(
  'solver',
  'parents of the route for challenges that do not exist, or that are not for HTTP',
  withGateways(({ find, add }) => {
    const http01 = (parent: object) => ({ http01: { gatewayHTTPRoute: { parentRefs: [parent] } } });
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [
      http01({ name: 'public' }),
      { ...http01({ kind: 'ListenerSet', name: 'shop' }), selector: { dnsNames: ['shop.example'] } },
    ];
    const other = structuredClone(find('Certificate', 'shop-tls'));
    other.metadata.name = 'other';
    Object.assign(other.spec, { secretName: 'other', dnsNames: ['www.shop.example', 'api.shop.example'] });
    add(other);
  }),
  [
    'test/all/letsencrypt: test/50-all.k8s.yaml: ClusterIssuer letsencrypt: spec.acme.solvers: no listener forwards the HTTP-01 challenges of Certificate shop/shop-tls: the listeners of ListenerSet shop/shop are not for HTTP: name one with protocol HTTP [solver]',
    'test/all/letsencrypt: test/50-all.k8s.yaml: ClusterIssuer letsencrypt: spec.acme.solvers: no listener forwards the HTTP-01 challenges of Certificate shop/other: Gateway shop/public not found: create it [solver]',
  ],
);

reports(
  'solver',
  'a listener that does not admit the namespace of a certificate',
  withGateways(({ find }) => {
    const parentRefs = [{ name: 'public', namespace: 'edge' }];
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [
      { http01: { gatewayHTTPRoute: { parentRefs } } },
    ];
    delete find('Gateway', 'public').spec.listeners[0].allowedRoutes;
  }),
  [
    'test/all/letsencrypt: test/50-all.k8s.yaml: ClusterIssuer letsencrypt: spec.acme.solvers: no listener forwards the HTTP-01 challenges of Certificate shop/shop-tls: the listeners of Gateway edge/public accept no routes of namespace shop: admit it in allowedRoutes.namespaces [solver]',
  ],
);
