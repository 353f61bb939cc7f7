'use strict';

/**
 * Writes the parts of Gitea's volume that must not be copied while Gitea changes them: the database, and then the
 * references of each repository. Runs once and ends; exit code 1 if anything failed.
 *
 * Plain JavaScript without dependencies, because the pod runs this very file from a ConfigMap:
 *
 *   node snapshot.cjs <volume> <snapshot> <database> <repositories>
 *
 * The last two are paths in the volume. The snapshot has the same paths as the volume.
 */

const fs = require('node:fs');
const path = require('node:path');

/** The time for which a reader waits while Gitea locks the database. */
const LOCK_TIMEOUT_MS = 60_000;

/**
 * Copies a SQLite database as it is at one moment, in any journal mode, while other processes use it, and verifies the
 * copy.
 */
function copyDatabase(source, target) {
  const { DatabaseSync } = require('node:sqlite');
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const live = new DatabaseSync(source, { readOnly: true, timeout: LOCK_TIMEOUT_MS });
  live.prepare('VACUUM INTO ?').run(target);
  live.close();
  const copy = new DatabaseSync(target, { readOnly: true });
  const [result] = copy.prepare('PRAGMA quick_check').all();
  copy.close();
  if (result.quick_check !== 'ok') throw new Error(`the copy of ${source} is damaged: ${result.quick_check}`);
}

/**
 * Copies the references of every repository, and returns the number of repositories.
 *
 * The loose references come before the packed ones: git packs a reference before it deletes the loose one, so that a
 * reference is in at least one of the copies.
 */
function copyReferences(volume, snapshot, repositories) {
  const found = directories(path.join(volume, repositories)).flatMap((owner) =>
    directories(path.join(volume, repositories, owner))
      .filter((name) => name.endsWith('.git'))
      .map((name) => path.join(repositories, owner, name)),
  );
  for (const repository of found) {
    const from = path.join(volume, repository);
    if (fs.existsSync(path.join(from, 'reftable')))
      throw new Error(`${repository} has its references in a reftable, which is not supported`);
    for (const part of ['refs', 'HEAD', 'packed-refs'])
      copy(path.join(from, part), path.join(snapshot, repository, part));
  }
  return found.length;
}

/** Copies a file or a directory. Ignores lock files, and everything that is deleted in the meantime. */
function copy(from, to) {
  if (from.endsWith('.lock')) return;
  try {
    if (fs.statSync(from).isDirectory()) {
      fs.mkdirSync(to, { recursive: true });
      for (const name of fs.readdirSync(from)) copy(path.join(from, name), path.join(to, name));
    } else {
      fs.mkdirSync(path.dirname(to), { recursive: true });
      fs.copyFileSync(from, to);
    }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** The names of the directories in a directory; none if it does not exist, as before the first repository. */
function directories(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

if (require.main === module) {
  const [volume, snapshot, database, repositories] = process.argv.slice(2);
  copyDatabase(path.join(volume, database), path.join(snapshot, database));
  const count = copyReferences(volume, snapshot, repositories);
  console.log(`copied the database and the references of ${count} repositories`);
}

module.exports = { copyReferences };
