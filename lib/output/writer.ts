import {
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { apply, discard, isStaged, stage } from './journal';
import { isLocked, withLock } from './lock';
import type { Progress } from './progress';

/** The first line of every written file. It identifies the files that the writer may remove. */
export const HEADER = '# Written by cluster-topology from config/ and lib/ (npm run synth). Do not edit.\n';

/** The changes of a run, as paths below dist/. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** The requested content of dist/. */
export interface WriteRequest {
  /** The folder, such as `dist`. It is created if it does not exist. */
  readonly outdir: string;
  /**
   * The files, by path below `outdir` with `/` as separator. Each content begins with {@link HEADER}. It is read when it is
   * needed, so that not all contents are in memory at once.
   */
  readonly files: ReadonlyMap<string, { readonly content: string }>;
  /**
   * The folders of `outdir` from which files that are not requested are removed.
   *
   * @default every folder of `outdir`
   */
  readonly folders?: readonly string[];
  /** Receives the number of files that are compared and written. @default none */
  readonly progress?: Progress;
}

/**
 * Writes the requested files to a folder, and removes others.
 *
 * A file with the same content is not touched. All changed files are written to a temporary folder in `outdir` and then
 * renamed, so that readers never see a partial file. If a step fails, the previous state is restored: either all changes
 * are made or none. If the process is killed, {@link repair} completes the changes, or removes the temporary files if none
 * was made. A file that is not requested is removed only if it begins with {@link HEADER}.
 *
 * @throws Error if another process is writing files, or if a file that this program has not written is in the way; Error of
 * the file system, after the previous state of `outdir` has been restored
 */
export function writeFiles(request: WriteRequest): Changes {
  if (isUpToDate(request)) return { added: [], changed: [], removed: [] };
  return withLock(request.outdir, (folder) => {
    resume(folder, request.outdir);
    const changes = changesOf(request);
    change(folder, request, changes);
    return changes;
  });
}

/**
 * Completes the changes of a process that was killed, so that the folder is the result of one run.
 *
 * @param warn receives a message if files were changed
 * @throws Error if another process is writing files
 */
export function repair(outdir: string, warn: (line: string) => void): void {
  if (!isLocked(outdir)) return;
  const isResumed = withLock(outdir, (folder) => resume(folder, outdir));
  if (isResumed)
    warn(`${outdir}: an earlier synth was interrupted while it changed files: its changes are now complete`);
}

/** Whether nothing is to be done. Then no lock is needed, which would be a change of the folder. */
function isUpToDate(request: WriteRequest): boolean {
  try {
    return Object.values(changesOf(request)).flat().length === 0;
  } catch (error) {
    // Another process has removed a file after it was listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Completes or discards what a killed process left in the lock's folder. @returns whether its changes were completed */
function resume(folder: string, outdir: string): boolean {
  const isInterrupted = isStaged(folder);
  if (isInterrupted) apply(folder, outdir);
  discard(folder);
  return isInterrupted;
}

/** Makes the changes, or restores the previous state. */
function change(folder: string, request: WriteRequest, { added, changed, removed }: Changes): void {
  const { outdir, files, progress = () => {} } = request;
  const paths = [...added, ...changed];
  const written = paths.map((path, index) => ({
    path,
    contentOf: () => {
      progress(`writing file ${index + 1} of ${paths.length}`);
      return files.get(path)?.content ?? '';
    },
  }));
  const before = new Map<string, Buffer | undefined>();
  try {
    stage(folder, { written, removed });
    apply(folder, outdir, (path) => before.set(path, contentOf(join(outdir, path))));
  } catch (error) {
    for (const [path, old] of before) {
      if (old === undefined) rmSync(join(outdir, path), { force: true });
      else writeFileSync(join(outdir, path), old);
    }
    removeEmpty(outdir, added);
    discard(folder);
    throw error;
  }
  removeEmpty(outdir, removed);
}

/** The changes that a request requires. @throws Error if files or folders that are not this program's are in the way */
function changesOf({ outdir, files, folders, progress = () => {} }: WriteRequest): Changes {
  const added: string[] = [];
  const changed: string[] = [];
  const problems: string[] = [];
  let compared = 0;
  for (const [path, file] of files) {
    compared += 1;
    progress(`comparing file ${compared} of ${files.size}`);
    const full = join(outdir, path);
    const found = lstatSync(full, { throwIfNoEntry: false });
    if (found === undefined) added.push(path);
    else if (found.isFile()) {
      const old = readFileSync(full);
      // An empty file holds nobody's work.
      if (old.length > 0 && !hasHeader(old))
        problems.push(
          `${full} was not written by cluster-topology, which must write a file there: rename it, or delete it`,
        );
      else if (!old.equals(Buffer.from(file.content))) changed.push(path);
    } else problems.push(`${full} is not a file, but a file must be written there: move it away`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const removed = unrequested(outdir, folders, files);
  return { added, changed, removed };
}

/** The content of a file; undefined if it does not exist. */
function contentOf(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** The files in the folders that begin with the header and are not requested, by path below `outdir`. */
function unrequested(
  outdir: string,
  folders: readonly string[] | undefined,
  requested: WriteRequest['files'],
): string[] {
  const directories = () =>
    entries(outdir).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const within = folders ?? directories().map(({ name }) => name);
  return within.flatMap((folder) => unrequestedIn(outdir, folder, requested)).sort();
}

function unrequestedIn(outdir: string, folder: string, requested: WriteRequest['files']): string[] {
  return entries(join(outdir, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return unrequestedIn(outdir, path, requested);
    if (requested.has(path)) return [];
    const own = entry.isFile() && entry.name.endsWith('.yaml') && hasHeader(readFileSync(join(outdir, path)));
    return own ? [path] : [];
  });
}

/** The entries of a folder; none if it does not exist. */
function entries(folder: string): Dirent[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}

function hasHeader(content: Buffer): boolean {
  // Without the line end, which git may have converted.
  const line = Buffer.from(HEADER.trimEnd());
  return content.subarray(0, line.length).equals(line);
}

/** Removes the folders of some paths, and those above, if they are empty. */
function removeEmpty(outdir: string, paths: readonly string[]): void {
  for (const folder of new Set(paths.map((path) => dirname(path)))) removeIfEmpty(outdir, folder);
}

function removeIfEmpty(outdir: string, folder: string): void {
  const path = join(outdir, folder);
  if (!existsSync(path) || entries(path).length > 0) return;
  rmdirSync(path);
  if (folder.includes('/')) removeIfEmpty(outdir, dirname(folder));
}
