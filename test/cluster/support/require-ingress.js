const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['KUBECONFIG', 'INGRESS_ADDRESS'],
  [
    'The ingress tests send requests to the controller of a cluster to which a folder of dist/ has been applied:',
    '  export KUBECONFIG=/tmp/kind.kubeconfig',
    '  npm run ingress-fixtures                            # Secrets and pods, before the controller starts',
    '  export INGRESS_ADDRESS=172.18.255.200               # the address with its ports 80 and 443',
    '  export INGRESS_LOG=/tmp/controller.log              # optional: checked for errors',
    '  export NGINX_CONF=/tmp/nginx.conf                   # optional: the configuration that the controller has written',
    '  npm run test:ingress -- routes aiworker',
  ],
);
