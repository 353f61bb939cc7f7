/** Tests of the records that ExternalDNS makes: DNS_RECORDS=… npm run test:dns -- aiworker */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/dns'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-records.js',
};
