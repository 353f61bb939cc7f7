const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['KUBECONFIG', 'CONNECT'],
  [
    'The network tests compare the isolation matrix with real connections. They change the cluster:',
    '  export KUBECONFIG=/tmp/kind.kubeconfig   # of a cluster with a policy engine, to which a folder of dist/ is applied',
    '  export CONNECT=./connect                 # a command that opens connections: README, "Tests with a cluster"',
    '  npm run test:network -- aiworker',
  ],
);
