import { reports } from './reports';

reports('issuer', 'a missing issuer', ({ remove }) => remove('ClusterIssuer', 'letsencrypt'), [
  'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: spec.issuerRef.name is "letsencrypt": ClusterIssuer letsencrypt not found: create it [issuer]',
]);
