import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The changes of a folder: files to write and files to remove, by path below the folder. */
export interface PlannedChanges {
  readonly written: readonly { readonly path: string; readonly contentOf: () => string }[];
  readonly removed: readonly string[];
}

/** In the lock's folder: the files that are being written, and all files once they are complete. */
const NEW = 'new';
const READY = 'ready';
/** In the folder of the files. */
const FILES = 'files';
const REMOVED = 'removed.json';

/** Writes all files, and what is to be removed, to a folder. The last step is a rename: then the changes are complete. */
export function stage(folder: string, { written, removed }: PlannedChanges): void {
  const fresh = join(folder, NEW);
  mkdirSync(join(fresh, FILES), { recursive: true });
  writeFileSync(join(fresh, REMOVED), JSON.stringify(removed));
  for (const folder of foldersOf(written.map(({ path }) => path)))
    mkdirSync(join(fresh, FILES, folder), { recursive: true });
  for (const { path, contentOf } of written) writeFileSync(join(fresh, FILES, path), contentOf());
  renameSync(fresh, join(folder, READY));
}

/**
 * Moves the staged files to their places and removes others. It also completes what a killed process began.
 *
 * @param before is called before each file is changed
 */
export function apply(folder: string, outdir: string, before: (path: string) => void = () => {}): void {
  const ready = join(folder, READY);
  const written = filesIn(join(ready, FILES));
  for (const folder of foldersOf(written)) mkdirSync(join(outdir, folder), { recursive: true });
  for (const path of written) {
    before(path);
    renameSync(join(ready, FILES, path), join(outdir, path));
  }
  const removed: string[] = JSON.parse(readFileSync(join(ready, REMOVED), 'utf8'));
  for (const path of removed) {
    before(path);
    rmSync(join(outdir, path), { force: true });
  }
}

/** Whether a folder holds complete changes. */
export function isStaged(folder: string): boolean {
  return existsSync(join(folder, READY));
}

/** Removes all staged files. */
export function discard(folder: string): void {
  for (const name of [NEW, READY]) rmSync(join(folder, name), { recursive: true, force: true });
}

function foldersOf(paths: readonly string[]): Set<string> {
  return new Set(paths.map((path) => dirname(path)));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
