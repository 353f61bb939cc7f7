#!/usr/bin/env node
// Runs a program of this repository from a bundle: `node bin/run.js lib/cli/preview.ts --help`. A new bundle is made whenever a
// file has changed. docs/decisions/0019-bundle.md explains why.

const { join } = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const cache = require('./cache');

const ROOT = join(__dirname, '..');
const CODE = 'bundle.js';
const MAP = 'bundle.js.map';
/** The code that V8 has compiled, for one version of Node.js and one kind of machine. */
const COMPILED = `${process.version}-${process.arch}.compiled`;
/** The same after a run that used only a part of the program: one that failed, or printed its usage. */
const PARTLY_COMPILED = `${COMPILED}-partly`;

/**
 * Node.js 20 optimizes a function after 66 KiB of executed bytecode. A synth or a preview is over before most of these optimizations
 * pay: without them, it takes two thirds of the time. Later versions have a compiler for this (Maglev), and not this option.
 */
const OPTIMIZE_LATE = '--interrupt-budget=1000000';

async function main() {
  const entry = process.argv[2];
  if (entry === undefined) return fail('usage: node bin/run.js PROGRAM.ts [ARGUMENTS]');
  process.argv.splice(1, 2, join(ROOT, entry));
  if (process.version.startsWith('v20.')) v8.setFlagsFromString(OPTIMIZE_LATE);
  const key = cache.keyOf(entry);
  const code = cache.read(key, CODE, 'latin1');
  if (code === undefined) return bundleAndRun(entry, key);
  run({ key, code, map: () => cache.read(key, MAP, 'utf8') });
}

async function bundleAndRun(entry, key) {
  const { bundle } = require('./bundle');
  let files;
  try {
    files = await bundle(entry, {
      format: 'cjs',
      banner: { js: '(function (exports, require, module) {' },
      footer: { js: '})' },
    });
  } catch (error) {
    return fail(error.message);
  }
  // A file may have changed in the meantime.
  const next = cache.keyOf(entry);
  if (next !== key) return bundleAndRun(entry, next);
  cache.write(key, { [CODE]: files.code, [MAP]: files.map });
  run({ key, code: files.code, map: () => files.map });
}

function run({ key, code, map }) {
  const filename = join(cache.FOLDER, key, CODE);
  const compiled = cache.read(key, COMPILED);
  const cachedData = compiled ?? cache.read(key, PARTLY_COMPILED);
  const script = new vm.Script(code, { filename, cachedData });
  const isRejected = cachedData === undefined || script.cachedDataRejected;
  Error.prepareStackTrace = (error, frames) => require('./stack').format(error, frames, filename, map);
  globalThis[Symbol.for('cluster-topology/cache')] = {
    read: (name) => cache.readText(key, name),
    write: (name, text) => cache.writeText(key, name, text),
  };
  process.once('exit', (status) => {
    const isPart = status !== 0 || process.argv.includes('--help');
    if (isRejected || (compiled === undefined && !isPart))
      cache.writeFile(key, isPart ? PARTLY_COMPILED : COMPILED, script.createCachedData());
  });
  script.runInThisContext()(module.exports, require, module);
}

function fail(message) {
  process.stderr.write(`bin/run.js: ${message}\n`);
  process.exitCode = 1;
}

// An error of the program is not caught, so that Node.js reports it as that of every program.
main().catch((error) => {
  setImmediate(() => {
    throw error;
  });
});
