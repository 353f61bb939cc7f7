import { reports } from './reports';

reports(
  'staging-issuer',
  'the staging environment once for all hosts',
  ({ find }) => {
    find('ClusterIssuer', 'letsencrypt').spec.acme.server =
      'https://acme-staging-v02.api.letsencrypt.org/directory';
    find('Ingress', 'web').metadata.annotations = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };
  },
  [
    'test/all/letsencrypt: test/50-all.k8s.yaml: ClusterIssuer letsencrypt: spec.acme.server is "https://acme-staging-v02.api.letsencrypt.org/directory": browsers do not trust the staging environment, which issues the certificates of Certificate shop/shop-tls, Ingress shop/web: name a production issuer [staging-issuer]',
  ],
);
