const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, 'node_modules', '.cache', 'cluster-topology');
const HOUR = 3_600_000;

/** The beginning of the names of the files with texts of a program, and the number from which all of them are removed. */
const TEXT = 'text-';
const MAX_TEXTS = 500;

/** What a bundle depends on. npm rewrites the second lock file whenever it changes node_modules/. */
const INPUTS = [
  'bin',
  'imports',
  'lib',
  'main.ts',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
];

/**
 * A name for the present state of the inputs, and for the program.
 *
 * Times and sizes are sufficient: a program cannot set the time of the last change of a file (`ctime`). To read all files would
 * take 20 ms.
 */
function keyOf(entry) {
  const states = [];
  for (const input of INPUTS) addStates(join(ROOT, input), states);
  return `${entry.replace(/\W/g, '-')}-${sha1(states.join('\n'))}`;
}

function addStates(path, states) {
  const state = fs.statSync(path, { throwIfNoEntry: false });
  if (state === undefined) return;
  if (state.isDirectory()) for (const name of fs.readdirSync(path)) addStates(join(path, name), states);
  else states.push(path, state.size, state.mtimeMs, state.ctimeMs);
}

/** The file of a bundle; undefined if it is not in the cache. */
function read(key, name, encoding) {
  try {
    return fs.readFileSync(join(FOLDER, key, name), encoding);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Adds a bundle to the cache, and removes those of other states of the program. A rename makes it visible as a whole, so that
 * several processes can do this at once.
 *
 * Nothing is written if the folder is read-only: the next process bundles again.
 */
function write(key, files) {
  ignoreErrors(() => {
    fs.mkdirSync(FOLDER, { recursive: true });
    const temporary = fs.mkdtempSync(join(FOLDER, '.new-'));
    for (const [name, content] of Object.entries(files)) fs.writeFileSync(join(temporary, name), content);
    ignoreErrors(() => fs.renameSync(temporary, join(FOLDER, key)));
    // If another process was faster, its bundle remains.
    fs.rmSync(temporary, { recursive: true, force: true });
    const program = key.slice(0, key.lastIndexOf('-') + 1);
    for (const name of fs.readdirSync(FOLDER)) {
      const isOld = name.startsWith(program) && name !== key;
      if (isOld || isAbandoned(name)) fs.rmSync(join(FOLDER, name), { recursive: true, force: true });
    }
  });
}

/** Adds or replaces a file of a bundle. */
function writeFile(key, name, content) {
  ignoreErrors(() => {
    const temporary = join(FOLDER, key, `.${name}-${process.pid}`);
    fs.writeFileSync(temporary, content);
    fs.renameSync(temporary, join(FOLDER, key, name));
  });
}

/** The text that a program keeps under a name; undefined if there is none, or if its file is damaged. */
function readText(key, name) {
  const content = read(key, textFile(name), 'utf8') ?? '';
  const end = content.indexOf('\n');
  const text = content.slice(end + 1);
  return end > 0 && content.slice(0, end) === sha1(text) ? text : undefined;
}

function writeText(key, name, text) {
  ignoreErrors(() => {
    const others = fs.readdirSync(join(FOLDER, key)).filter((file) => file.startsWith(TEXT));
    if (others.length >= MAX_TEXTS)
      for (const file of others) fs.rmSync(join(FOLDER, key, file), { force: true });
  });
  writeFile(key, textFile(name), `${sha1(text)}\n${text}`);
}

function textFile(name) {
  return `${TEXT}${sha1(name)}`;
}

function sha1(text) {
  return createHash('sha1').update(text).digest('hex');
}

function isAbandoned(name) {
  if (!name.startsWith('.new-')) return false;
  const state = fs.statSync(join(FOLDER, name), { throwIfNoEntry: false });
  return state !== undefined && Date.now() - state.mtimeMs > HOUR;
}

/** A cache that cannot be written makes the program slower, and nothing else. */
function ignoreErrors(action) {
  try {
    action();
  } catch (error) {
    if (error.code === undefined) throw error;
  }
}

module.exports = { FOLDER, keyOf, read, readText, write, writeFile, writeText };
