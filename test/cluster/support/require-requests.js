const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['INGRESS_ADDRESS'],
  [
    'The request tests send requests to the exposures of npm run request-fixtures:',
    '  npm run request-fixtures                            # before ingress-nginx starts',
    '  export INGRESS_ADDRESS=172.18.255.200               # the address with its ports 80 and 443',
    '  export CLIENT_ADDRESS=172.18.0.7                    # a second address of this machine',
    '  IMPLEMENTATION=nginx npm run test:requests -- comparison.test',
    '  export START_GATEWAY=./start-envoy-gateway          # a command that returns when all Gateways are programmed',
    '  npm run test:requests -- migration.test             # the hosts move to Envoy Gateway, and stay there',
    '  export INGRESS_ADDRESS=172.18.255.201               # the address of the gateway',
    '  IMPLEMENTATION=gateway npm run test:requests -- comparison.test',
  ],
);
