/** Unit tests, which need neither a cluster nor a network. `npm run test:cluster` has a separate configuration. */
module.exports = {
  // Tests of the same process share modules: docs/decisions/0021-tests-share-modules.md.
  testEnvironment: '<rootDir>/test/support/runner/environment.ts',
  testRunner: '<rootDir>/test/support/runner/run-file.js',
  // Jest leaves one processor free by default, so that a machine with two processors would run one test at a time.
  maxWorkers: '100%',
  // A process with much memory is replaced. With this limit, Jest runs no tests in its own process unless told to.
  workerIdleMemoryLimit: '1GB',
  globalSetup: '<rootDir>/test/support/temporary-folder/make.ts',
  globalTeardown: '<rootDir>/test/support/temporary-folder/remove.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/browser/',
    '<rootDir>/test/cluster/',
    '<rootDir>/test/restic/',
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
