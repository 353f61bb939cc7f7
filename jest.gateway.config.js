/** Tests of the Envoys that Envoy Gateway makes: KUBECONFIG=… npm run test:gateway */
const unit = require('./jest.config.js');

module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/gateway'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/support/require-gateway.js',
};
