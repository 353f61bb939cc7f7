import { reports } from './reports';

reports('secret-reference', 'a missing Certificate', ({ remove }) => remove('Certificate', 'shop-tls'), [
  'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[0].secretName is "shop-tls": Secret shop/shop-tls not found: declare it with cluster.expectSecret() or order a Certificate, or use one of db-credentials [secret-reference]',
]);
