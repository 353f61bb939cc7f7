/** Tests with real requests: KUBECONFIG=… INGRESS_ADDRESS=… npm run test:ingress -- routes aiworker */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/ingress'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-ingress.js',
  testTimeout: 60_000,
  maxWorkers: 1,
};
