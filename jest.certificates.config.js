/** Tests of the certificates that cert-manager issues: KUBECONFIG=… INGRESS_ADDRESS=… ACME_ROOTS=… npm run test:certificates */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/certificates'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-certificates.js',
  testTimeout: 180_000,
  maxWorkers: 1,
};
