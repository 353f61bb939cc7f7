/** Tests of all options of exposures: INGRESS_ADDRESS=… IMPLEMENTATION=… CLIENT_ADDRESS=… npm run test:requests -- comparison.test */
const ingress = require('./jest.ingress.config.js');

module.exports = {
  ...ingress,
  roots: ['<rootDir>/test/cluster/requests'],
  globalSetup: '<rootDir>/test/cluster/support/require-requests.js',
  maxConcurrency: 10,
};
