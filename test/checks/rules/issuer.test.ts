import { reports } from './reports';

reports('issuer', 'a missing issuer', ({ remove }) => remove('ClusterIssuer', 'letsencrypt'), [
  'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: spec.issuerRef.name is "letsencrypt": ClusterIssuer letsencrypt not found: create it [issuer]',
]);

reports(
  'issuer',
  'a misspelt API group',
  ({ find }) => {
    find('Certificate', 'shop-tls').spec.issuerRef.group = 'certmanager.io';
  },
  [
    'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: spec.issuerRef.group is "certmanager.io": cert-manager\'s API group is cert-manager.io: correct it [issuer]',
  ],
);

reports(
  'issuer',
  'nothing for an issuer of another controller',
  ({ find }) => {
    find('Certificate', 'shop-tls').spec.issuerRef = {
      group: 'awspca.cert-manager.io',
      kind: 'AWSPCAClusterIssuer',
      name: 'private',
    };
  },
  [],
);
