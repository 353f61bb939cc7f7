/** Tests of the records that ExternalDNS makes: KUBECONFIG=… EXTERNAL_DNS=… npm run test:dns -- aiworker.test */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/dns'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-external-dns.js',
};
