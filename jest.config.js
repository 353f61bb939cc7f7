/** Unit tests, which need neither a cluster nor a network. `npm run test:cluster` has a separate configuration. */
module.exports = {
  testEnvironment: 'node',
  // Jest leaves one processor free by default, so that a machine with two processors would run one test at a time.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/support/temporary-folder/make.ts',
  globalTeardown: '<rootDir>/test/support/temporary-folder/remove.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/', '<rootDir>/test/restic/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
