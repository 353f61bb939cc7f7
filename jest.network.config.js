/** Tests with real connections: KUBECONFIG=… CONNECT=… npm run test:network -- aiworker */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/network'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-network.js',
  testTimeout: 180_000,
  maxWorkers: 1,
};
