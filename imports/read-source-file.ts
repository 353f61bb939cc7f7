import { findSourceFile } from './find-source-file';

/**
 * The text of a file of this repository that a program needs at run time.
 *
 * @param path a path such as `imports/api-resources.json`, relative to the root of the repository
 * @throws Error if the file does not exist
 */
export function readSourceFile(path: string): string {
  const text = findSourceFile(path);
  if (text === undefined) throw new Error(`${path}: file not found`);
  return text;
}
