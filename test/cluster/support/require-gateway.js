const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['KUBECONFIG'],
  [
    'The gateway tests compare the Envoys that Envoy Gateway has made with its settings, in a cluster to which a folder of',
    '`npm run synth -- --ingress gateway --out FOLDER` has been applied:',
    '  export KUBECONFIG=/tmp/kind.kubeconfig',
    '  export GATEWAY_LOG=/tmp/gateway.log                 # optional: checked for errors',
    '  export GATEWAY_METRICS=http://…:19001/metrics       # optional: the metrics of Envoy Gateway',
    '  npm run test:gateway',
  ],
);
