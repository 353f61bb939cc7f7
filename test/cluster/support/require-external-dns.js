const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['KUBECONFIG', 'EXTERNAL_DNS'],
  [
    'The DNS tests run ExternalDNS against a cluster, and compare the records that it would make. They change the cluster:',
    '  export EXTERNAL_DNS=$(test/cluster/dns/external-dns/build)   # needs Go',
    '  export KUBECONFIG=/tmp/kind.kubeconfig',
    '  npm run test:dns -- aiworker.test   # to which dist/aiworker has been applied',
    '  npm run test:dns -- moves.test      # to which `npm run synth -- --ingress gateway --out FOLDER` has been applied,',
    '                                      # with Envoy Gateway, whose Gateway has an address',
  ],
);
