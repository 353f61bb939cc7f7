const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['INGRESS_ADDRESS', 'IMPLEMENTATION', 'CLIENT_ADDRESS'],
  [
    'The request tests send requests to the exposures of npm run request-fixtures:',
    '  export IMPLEMENTATION=nginx                         # or gateway',
    '  npm run request-fixtures                            # before the controller starts',
    '  export INGRESS_ADDRESS=172.18.255.200               # the address with its ports 80 and 443',
    '  export CLIENT_ADDRESS=172.18.0.7                    # a second address of this machine',
    '  npm run test:requests',
  ],
);
