import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The beginning of the names of temporary folders. Git and kubectl ignore them. */
const PREFIX = '.synth';
const OWNER = 'owner-';

/**
 * Runs a function while no other process of this machine runs it for the same folder.
 *
 * The lock is the folder `.synth` in `outdir`, which contains a file with the number of its process in its name. The
 * folder appears and disappears complete, by a rename. If its process was killed, the next one takes it over, again by a
 * rename, which succeeds for only one of several. The content that the killed process left is then in the folder.
 *
 * @param use gets the folder, for temporary files. If it throws and leaves files there, they are kept for the next run
 * @throws Error if another process has the lock
 * @see docs/decisions/0018-one-writer.md
 */
export function withLock<T>(outdir: string, use: (folder: string) => T): T {
  mkdirSync(outdir, { recursive: true });
  const own = join(outdir, `${PREFIX}-${process.pid}`);
  const lock = acquire(outdir, own);
  for (const name of temporaries(outdir)) {
    const owner = Number(name.slice(PREFIX.length + 1));
    if (name !== PREFIX && !isAlive(owner)) rmSync(join(outdir, name), { recursive: true, force: true });
  }
  const release = () => {
    renameSync(lock, own);
    rmSync(own, { recursive: true });
  };
  try {
    const result = use(lock);
    release();
    return result;
  } catch (error) {
    if (namesIn(lock).every((name) => name.startsWith(OWNER))) release();
    throw error;
  }
}

/** Whether a process has a lock for the folder, or was killed while it had one. */
export function isLocked(outdir: string): boolean {
  return temporaries(outdir).length > 0;
}

function acquire(outdir: string, own: string): string {
  const lock = join(outdir, PREFIX);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  writeFileSync(join(own, OWNER + process.pid), '');
  let owner = Number.NaN;
  // Another process may release the lock, or take it over, between two steps.
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (renamed(own, lock)) return lock;
    owner = ownerOf(lock);
    if (Number.isNaN(owner)) continue;
    if (isAlive(owner)) break;
    if (!renamed(join(lock, OWNER + owner), join(lock, OWNER + process.pid))) continue;
    rmSync(own, { recursive: true });
    return lock;
  }
  rmSync(own, { recursive: true });
  const holder = Number.isNaN(owner) ? 'another synth' : `another synth (process ${owner})`;
  throw new Error(
    `${outdir}: ${holder} is writing files: wait until it ends; if no synth is running, delete ${lock}`,
  );
}

/** The process that has a lock; NaN if it was just released. */
function ownerOf(lock: string): number {
  const file = namesIn(lock).find((name) => name.startsWith(OWNER));
  return Number(file?.slice(OWNER.length));
}

/** Whether another process runs. This process cannot have the lock already, so its number is from an earlier boot. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Renames a file or a folder. @returns false if the source is gone, or if the target is a folder with content */
function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function temporaries(outdir: string): string[] {
  return namesIn(outdir).filter((name) => name === PREFIX || name.startsWith(`${PREFIX}-`));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
