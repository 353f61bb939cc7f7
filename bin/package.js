// Makes package/index.js, for `npm pack ./package`: the functions for a backend and all that they need, in one file.

const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { bundle } = require('./bundle');

bundle('package/entry.ts', { format: 'cjs' }).then(
  ({ code }) => writeFileSync(join(__dirname, '../package/index.js'), code),
  (error) => {
    process.stderr.write(`bin/package.js: ${error.message}\n`);
    process.exitCode = 1;
  },
);
