import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The first line of every file that is written, by which the writer knows its own again. */
export const HEADER = '# Written by cluster-topology from config/ and lib/ (npm run synth). Do not edit.\n';

/** What a run did to a folder of dist/. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What is to lie in dist/ when the writer is done. */
export interface WriteRequest {
  /** The folder, `dist`; made where it is not there. */
  readonly outdir: string;
  /** Contents by path below `outdir`, with `/` between folders; each begins with {@link HEADER}. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * The folders of `outdir` from which files that are no longer made are removed.
   *
   * @default every folder of `outdir`
   */
  readonly folders?: readonly string[];
}

/**
 * Brings a folder to the given contents.
 *
 * A file whose content is the same is not touched. Every other is first written beside its place and then renamed
 * over it, so that a reader sees the old file or the new one and never a half. Nothing is renamed before everything
 * is written, and a failure on the way puts back what had been renamed: either all of it is there or none.
 * Of files that are not in the request, only those that begin with {@link HEADER} are removed.
 *
 * @throws the file system's error, with `outdir` as it was
 */
export function writeFiles(request: WriteRequest): Changes {
  const { outdir, files } = request;
  const added: string[] = [];
  const changed: string[] = [];
  const before = new Map<string, Buffer>();
  for (const [path, content] of files) {
    const old = contentOf(join(outdir, path));
    if (old === undefined) added.push(path);
    else if (!old.equals(Buffer.from(content))) {
      changed.push(path);
      before.set(path, old);
    }
  }
  const removed = ownFiles(outdir, request.folders).filter((path) => !files.has(path));
  for (const path of removed) before.set(path, readFileSync(join(outdir, path)));

  const write = [...added, ...changed];
  const madeFolders: string[] = [];
  const done: string[] = [];
  try {
    for (const path of write) {
      madeFolders.push(...makeFolder(dirname(join(outdir, path))));
      writeFileSync(temporary(outdir, path), files.get(path) ?? '');
    }
    for (const path of write) {
      renameSync(temporary(outdir, path), join(outdir, path));
      done.push(path);
    }
    for (const path of removed) {
      rmSync(join(outdir, path));
      done.push(path);
    }
  } catch (error) {
    undo(outdir, { write, done, before, madeFolders });
    throw error;
  }
  for (const folder of new Set(removed.map((path) => dirname(path)))) removeIfEmpty(outdir, folder);
  return { added, changed, removed };
}

/** Beside the file itself, as a rename is atomic only within a file system; with a dot, so that kubectl skips it. */
function temporary(outdir: string, path: string): string {
  const full = join(outdir, path);
  return join(dirname(full), `.${path.replaceAll('/', '_')}.${process.pid}.tmp`);
}

function contentOf(path: string): Buffer | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile()) throw new Error(`${path} is no file, and one is to be written there: move it away`);
  return readFileSync(path);
}

/** The files below the folders that carry the header, by path below `outdir`. */
function ownFiles(outdir: string, folders: readonly string[] | undefined): string[] {
  if (!existsSync(outdir)) return [];
  const within =
    folders ??
    entries(outdir)
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  return within.flatMap((folder) => ownFilesIn(outdir, folder)).sort();
}

function ownFilesIn(outdir: string, folder: string): string[] {
  if (!existsSync(join(outdir, folder))) return [];
  return entries(join(outdir, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ownFilesIn(outdir, path);
    const own = entry.isFile() && entry.name.endsWith('.yaml') && hasHeader(join(outdir, path));
    return own ? [path] : [];
  });
}

function entries(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true });
}

function hasHeader(path: string): boolean {
  return readFileSync(path).subarray(0, HEADER.length).equals(Buffer.from(HEADER));
}

/** Makes a folder and those above it, and tells which were made, the outermost first. */
function makeFolder(folder: string): string[] {
  const made = mkdirSync(folder, { recursive: true });
  if (made === undefined) return [];
  const folders = [folder];
  for (let at = folder; at !== made && dirname(at) !== at; ) {
    at = dirname(at);
    folders.unshift(at);
  }
  return folders;
}

interface Undo {
  readonly write: readonly string[];
  readonly done: readonly string[];
  readonly before: ReadonlyMap<string, Buffer>;
  readonly madeFolders: readonly string[];
}

function undo(outdir: string, { write, done, before, madeFolders }: Undo): void {
  for (const path of write) rmSync(temporary(outdir, path), { force: true });
  for (const path of done) {
    const old = before.get(path);
    if (old === undefined) rmSync(join(outdir, path), { force: true });
    else writeFileSync(join(outdir, path), old);
  }
  for (const folder of [...madeFolders].reverse()) rmSync(folder, { recursive: true, force: true });
}

function removeIfEmpty(outdir: string, folder: string): void {
  const path = join(outdir, folder);
  if (entries(path).length > 0) return;
  rmdirSync(path);
  if (folder.includes('/')) removeIfEmpty(outdir, dirname(folder));
}
