const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['KUBECONFIG', 'INGRESS_ADDRESS', 'ACME_ROOTS'],
  [
    'The certificate tests need a cluster to which a folder of dist/ has been applied, with an ingress controller and',
    'cert-manager. Its ACME server and its DNS must answer for the hosts of the cluster, so that certificates are issued:',
    '  export KUBECONFIG=/tmp/kind.kubeconfig',
    '  export INGRESS_ADDRESS=172.18.255.200               # the address with its ports 80 and 443',
    '  export ACME_ROOTS=/tmp/roots.pem                    # the root certificates of the ACME server',
    '  npm run test:certificates',
  ],
);
