/** Tests that need the API server of an empty cluster: KUBECONFIG=… npm run test:cluster -- aiworker */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/cluster/certificates/',
    '<rootDir>/test/cluster/dns/',
    '<rootDir>/test/cluster/gateway/',
    '<rootDir>/test/cluster/ingress/',
    '<rootDir>/test/cluster/live/',
    '<rootDir>/test/cluster/network/',
    '<rootDir>/test/cluster/requests/',
  ],
  globalSetup: '<rootDir>/test/cluster/support/require-cluster.js',
  testTimeout: 180_000,
  maxWorkers: 1,
};
