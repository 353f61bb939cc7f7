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
  /** The contents of the files, by path below `outdir` with `/` as separator. Each begins with {@link HEADER}. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * The folders of `outdir` from which files that are not requested are removed.
   *
   * @default every folder of `outdir`
   */
  readonly folders?: readonly string[];
}

/**
 * Writes the requested files to a folder, and removes others.
 *
 * A file with the same content is not touched. A changed file is written under a temporary name in the same folder and
 * then renamed, so that readers never see a partial file. All files are written before the first one is renamed. If a
 * step fails, the previous state is restored: either all changes are made or none. A file that is not requested is
 * removed only if it begins with {@link HEADER}.
 *
 * @throws Error of the file system, after the previous state of `outdir` has been restored
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
  const createdFolders: string[] = [];
  const temporaries: string[] = [];
  const done: string[] = [];
  try {
    for (const path of write) {
      // The outermost folder that was created, if any.
      const created = mkdirSync(dirname(join(outdir, path)), { recursive: true });
      if (created !== undefined) createdFolders.push(created);
      temporaries.push(temporary(outdir, path));
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
    // Restores the previous state.
    for (const path of temporaries) rmSync(path, { force: true });
    for (const path of done) {
      const old = before.get(path);
      if (old === undefined) rmSync(join(outdir, path), { force: true });
      else writeFileSync(join(outdir, path), old);
    }
    for (const folder of createdFolders) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  for (const folder of new Set(removed.map((path) => dirname(path)))) removeIfEmpty(outdir, folder);
  return { added, changed, removed };
}

/**
 * The temporary path of a file: in the same folder, because a rename is atomic only within one file system. kubectl
 * ignores files with this extension.
 */
function temporary(outdir: string, path: string): string {
  const full = join(outdir, path);
  return join(dirname(full), `.${path.replaceAll('/', '_')}.${process.pid}.tmp`);
}

function contentOf(path: string): Buffer | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile())
    throw new Error(`${path} is not a file, but a file must be written there: move it away`);
  return readFileSync(path);
}

/** The files in the folders that begin with the header, by path below `outdir`. */
function ownFiles(outdir: string, folders: readonly string[] | undefined): string[] {
  const directories = () => entries(outdir).filter((entry) => entry.isDirectory());
  const within = folders ?? directories().map(({ name }) => name);
  return within.flatMap((folder) => ownFilesIn(outdir, folder)).sort();
}

function ownFilesIn(outdir: string, folder: string): string[] {
  return entries(join(outdir, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ownFilesIn(outdir, path);
    const own = entry.isFile() && entry.name.endsWith('.yaml') && hasHeader(join(outdir, path));
    return own ? [path] : [];
  });
}

/** The entries of a folder; none if it does not exist. */
function entries(folder: string): Dirent[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}

function hasHeader(path: string): boolean {
  return readFileSync(path).subarray(0, HEADER.length).equals(Buffer.from(HEADER));
}

function removeIfEmpty(outdir: string, folder: string): void {
  const path = join(outdir, folder);
  if (entries(path).length > 0) return;
  rmdirSync(path);
  if (folder.includes('/')) removeIfEmpty(outdir, dirname(folder));
}
