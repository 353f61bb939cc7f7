/** Backups and their restore with a real restic (test/restic/run). */
module.exports = {
  ...require('./jest.config'),
  roots: ['<rootDir>/test/restic'],
  testPathIgnorePatterns: [],
  testTimeout: 120_000,
  maxWorkers: 1,
};
