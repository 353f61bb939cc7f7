import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * The text of a file of this repository; undefined if the file does not exist.
 *
 * Bundles contain these files: `bin/bundle.js` replaces this module. There, JSON has no white space.
 *
 * @param path a path such as `imports/schemas/v1/Pod.json`, relative to the root of the repository
 */
export function findSourceFile(path: string): string | undefined {
  const file = join(__dirname, '..', path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The paths of the files and folders in a folder of this repository, relative to it, with `/` as separator. */
export function sourceFilesIn(folder: string): string[] {
  return readdirSync(join(__dirname, '..', folder), { recursive: true, encoding: 'utf8' }).map((path) =>
    path.split(sep).join('/'),
  );
}
