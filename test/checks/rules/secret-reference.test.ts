import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports('secret-reference', 'a missing Certificate', ({ remove }) => remove('Certificate', 'shop-tls'), [
  'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[0].secretName is "shop-tls": Secret shop/shop-tls not found: declare it with cluster.expectSecret() or order a Certificate, or use one of db-credentials [secret-reference]',
]);

reports(
  'secret-reference',
  'the Secrets of listeners that do not exist, or that have no certificate',
  withGateways(({ find }) => {
    const refs = [{ name: 'shop' }, { name: 'db-credentials' }];
    find('ListenerSet', 'shop').spec.listeners[0].tls.certificateRefs = refs;
  }),
  [
    'test: test/50-all.k8s.yaml: ListenerSet shop/shop: spec.listeners[0].tls.certificateRefs[0].name is "shop": Secret shop/shop not found: declare it with cluster.expectSecret() or order a Certificate, or use one of db-credentials, shop-tls [secret-reference]',
    'test: test/50-all.k8s.yaml: ListenerSet shop/shop: spec.listeners[0].tls.certificateRefs[1].name is "db-credentials": Secret shop/db-credentials has no key "tls.key": add it, or use one of password [secret-reference]',
  ],
);
