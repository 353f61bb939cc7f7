/** Tests of the commands that ask a cluster: KUBECONFIG=… npm run test:live */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/live'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-cluster.js',
  testTimeout: 180_000,
  maxWorkers: 1,
};
