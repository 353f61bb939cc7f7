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

reports(
  'issuer',
  'two Certificates of one Secret',
  ({ find, add }) => {
    const second = structuredClone(find('Certificate', 'shop-tls'));
    second.metadata.name = 'second';
    add(second);
  },
  [
    'test: test/50-all.k8s.yaml: Certificate shop/second: spec.secretName is "shop-tls": Certificate shop-tls has the same Secret, and cert-manager issues only one of them: give each its own [issuer]',
  ],
);
