import { spawnSync } from 'node:child_process';
import { nearest, quote } from '../kube/text';

/** A file of a commit. */
export interface CommittedFile {
  /** The path below the folder that was listed. */
  readonly path: string;
  /** The name of its content: the same content has the same name. */
  readonly id: string;
}

/** A folder as a commit has it. */
export interface CommittedFolder {
  readonly commit: string;
  readonly files: readonly CommittedFile[];
  /** The algorithm of the ids. */
  readonly hash: 'sha1' | 'sha256';
}

/** The maximum size of an answer of git in bytes: 10,000 previews are about 100 MB. */
const MAX_BYTES = 2 ** 30;

/**
 * Lists the files of a folder in a commit.
 *
 * @param ref a branch, a tag or a commit
 * @param folder a path relative to the working folder, such as `dist`
 * @throws Error if git is missing, the working folder is in no repository, or the ref or the folder does not exist
 */
export function committedFolder(ref: string, folder: string): CommittedFolder {
  if (git(['rev-parse', '--git-dir']).status !== 0)
    throw new Error(
      '--against: the working folder is not in a git repository: run the command in a clone of the repository, or remove the option',
    );
  const found = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (found.status !== 0) throw new Error(unknownRef(ref));
  const commit = found.stdout.toString().trim();
  const files = filesIn(commit, folder);
  if (files.length === 0)
    throw new Error(
      `--against: ${quote(ref)} has no files in ${folder}/: name a commit in which ${folder}/ is committed`,
    );
  return { commit, files, hash: commit.length === 40 ? 'sha1' : 'sha256' };
}

/** The files of a folder in a commit; empty if the folder does not exist. */
export function filesIn(commit: string, folder: string): CommittedFile[] {
  const listing = git(['ls-tree', '-r', '-z', commit, '--', `${folder}/`]);
  return listing.stdout
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, id, path] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return id === undefined || path === undefined ? [] : [{ id, path: path.slice(folder.length + 1) }];
    });
}

/**
 * The contents of committed files, by id.
 *
 * @throws Error if git fails
 */
export function contentsOf(ids: readonly string[]): ReadonlyMap<string, string> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  const { status, stdout, stderr } = git(['cat-file', '--batch'], unique.map((id) => `${id}\n`).join(''));
  if (status !== 0) throw new Error(`git cat-file: ${stderr.toString().trim()}: check the repository`);
  const contents = new Map<string, string>();
  let position = 0;
  for (const id of unique) {
    const end = stdout.indexOf('\n', position);
    const [, , size = ''] = stdout.toString('utf8', position, end).split(' ');
    const length = Number(size);
    if (!/^\d+$/.test(size)) throw new Error(`git cat-file: ${id} not found: check the repository`);
    contents.set(id, stdout.toString('utf8', end + 1, end + 1 + length));
    position = end + 1 + length + 1;
  }
  return contents;
}

function unknownRef(ref: string): string {
  const refs = git(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags', 'refs/remotes']);
  const near = nearest(ref, refs.stdout.toString().split('\n').filter(Boolean));
  const remedy =
    near === undefined ? 'use a branch, a tag or a commit, and fetch it first' : `did you mean ${near}?`;
  return `--against: ${quote(ref)} is not a commit of this repository: ${remedy}`;
}

function git(args: readonly string[], input = '') {
  const result = spawnSync('git', args, { input, maxBuffer: MAX_BYTES });
  const { error } = result;
  if (error !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT')
    throw new Error('--against: git not found: install git, or remove the option');
  if (error !== undefined) throw new Error(`git ${args[0]}: ${error.message}: check the repository`);
  return result;
}
