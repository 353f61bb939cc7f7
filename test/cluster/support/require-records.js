const requireVariables = require('./require-variables');

module.exports = requireVariables(
  ['DNS_RECORDS'],
  [
    'The DNS test reads the records that ExternalDNS makes for a cluster to which dist/ has been applied:',
    '  1. give the LoadBalancer Services and the Ingresses an address, if no cloud provider does',
    '  2. run external-dns once, with the ServiceAccount and the arguments of its Deployment, but with',
    '     --provider=inmemory --inmemory-zone=DOMAIN --registry=noop --once --log-level=debug',
    '  3. write the lines of its log that begin with CREATE to a file',
    '  DNS_RECORDS=that-file npm run test:dns -- aiworker',
  ],
);
