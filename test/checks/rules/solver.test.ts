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
