import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { documentedWith } from '../support/documented';
import { Machine } from './machine';

const VOLUME = '/var/lib/gitea';
const DATABASE = `${VOLUME}/data/gitea.db`;
const REPOSITORY = `${VOLUME}/git/repositories/acme/site.git`;

/** The files that a backup contains as they are. */
const FILES = {
  [`${VOLUME}/git/lfs/4d/7a/object`]: 'a large file',
  [`${VOLUME}/packages/0c/blob`]: 'a layer of an image',
  [`${VOLUME}/data/attachments/1/note.txt`]: 'an attachment',
  [`${VOLUME}/jwt/private.pem`]: 'a key',
};

/** The files that Gitea creates again. */
const LEFT_OUT = [
  `${VOLUME}/indexers/issues.bleve/store`,
  `${VOLUME}/queues/common/LOCK`,
  `${VOLUME}/tmp/upload`,
];

let machine: Machine;
let gitea: ChildProcess;

/** A process that uses the database, in write-ahead logging mode, and inserts an issue for each line that it reads. */
async function startGitea(): Promise<void> {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(${JSON.stringify(machine.path(DATABASE))});
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE issue (title TEXT)');
    const insert = database.prepare('INSERT INTO issue VALUES (?)');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (title) => {
      insert.run(title);
      console.log('inserted');
    });`;
  gitea = spawn(process.env.SQLITE_NODE ?? '', ['--no-warnings', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await insert('before the backup');
}

async function insert(title: string): Promise<void> {
  gitea.stdin?.write(`${title}\n`);
  await new Promise((inserted) => gitea.stdout?.once('data', inserted));
}

/** Commits to a branch of the repository, as a push does. */
function push(branch: string, content: string): void {
  const tree = git(['mktree'], `100644 blob ${git(['hash-object', '-w', '--stdin'], content)}\tREADME.md\n`);
  git(['update-ref', `refs/heads/${branch}`, git(['commit-tree', tree, '-m', content])]);
}

function git(args: readonly string[], input = ''): string {
  const identity = ['-c', 'user.name=fixture', '-c', 'user.email=fixture@example.org'];
  return execFileSync('git', [...identity, `--git-dir=${machine.path(REPOSITORY)}`, ...args], {
    encoding: 'utf8',
    input,
  }).trim();
}

const references = (): string => git(['for-each-ref']);

function issues(): string[] {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(${JSON.stringify(machine.path(DATABASE))});
    if (database.prepare('PRAGMA integrity_check').get().integrity_check !== 'ok') process.exit(1);
    console.log(JSON.stringify(database.prepare('SELECT title FROM issue').all().map(({ title }) => title)));`;
  return JSON.parse(
    execFileSync(process.env.SQLITE_NODE ?? '', ['--no-warnings', '--eval', script], { encoding: 'utf8' }),
  );
}

/** Runs the documented commands of a section, with changes, and expects each to succeed. */
function follow(heading: string, text: string, change = (command: string) => command): void {
  for (const command of documentedWith(text, 'aiworker', heading))
    expect({ command, ...machine.shell('gitea-backup', change(command)) }).toMatchObject({
      command,
      status: 0,
    });
}

let before: string;

beforeAll(async () => {
  machine = new Machine('aiworker');
  machine.mountConfig('gitea-backup', '/script');
  for (const [path, content] of Object.entries(FILES)) machine.write(path, content);
  for (const path of LEFT_OUT) machine.write(path, 'temporary');
  machine.write(`${REPOSITORY}/description`, 'a repository');
  git(['init', '--quiet', '--bare', '--initial-branch=main']);
  push('main', 'first');
  git(['tag', 'v1', 'refs/heads/main']);
  git(['pack-refs', '--all']);
  push('main', 'second');
  push('feature', 'third');
  before = references();
  await startGitea();
});

afterAll(() => {
  gitea.kill();
});

test('a backup succeeds while Gitea writes to the database and to a repository', async () => {
  // After the snapshot and before the upload: pushes before and after references and objects are packed.
  const result = machine.run('gitea-backup', (container) => {
    if (container !== 'snapshot') return;
    push('main', 'after the snapshot');
    push('late', 'after the snapshot, too');
    git(['pack-refs', '--all']);
    git(['repack', '-ad', '--quiet']);
    push('main', 'after the pack');
    push('later', 'after the pack, too');
  });
  await insert('after the backup');
  expect(result).toMatchObject({ container: 'forget', status: 0 });
});

test('the documented commands restore one repository, and push it', () => {
  const remote = machine.path('/remote.git');
  execFileSync('git', ['init', '--quiet', '--bare', remote]);
  const change = (command: string) =>
    command
      .replace(/https:\/\/\S+/, remote)
      .replaceAll('OWNER', 'acme')
      .replaceAll('REPO.git', 'site.git');
  follow('Restore one repository', 'restic restore', change);
  follow('Restore one repository', 'git -C', change);
  expect(execFileSync('git', [`--git-dir=${remote}`, 'for-each-ref'], { encoding: 'utf8' }).trim()).toBe(
    before,
  );
});

test('the documented commands restore everything as it was at one moment', () => {
  gitea.kill();
  machine.loseEverything();
  machine.write(`${VOLUME}/queues/common/LOCK`, 'of the volume to which the backup is restored');
  follow('Restore everything in Gitea', 'restic restore');
  for (const [path, content] of Object.entries(FILES))
    expect(readFileSync(machine.path(path), 'utf8')).toBe(content);
  expect(LEFT_OUT.filter((path) => existsSync(machine.path(path)))).toEqual([]);
  expect(references()).toBe(before);
  expect(git(['symbolic-ref', 'HEAD'])).toBe('refs/heads/main');
  git(['fsck', '--full', '--strict']);
  expect(issues()).toEqual(['before the backup']);
});

test('fails if the database cannot be copied', () => {
  machine.loseEverything();
  expect(machine.run('gitea-backup')).toMatchObject({ container: 'snapshot', status: 1 });
});
