import { readdirSync, statSync } from 'node:fs';
import { type ManifestObject, readManifest } from './manifest-file';
import { ConfigError } from './problem';
import { readText } from './reader';

/** The files that kubectl reads in a folder. */
const EXTENSION = /\.(?:json|yaml|yml)$/;

/**
 * Reads the objects that `kubectl apply -f` would send for the same paths, in the same order.
 *
 * Of a folder, kubectl reads the files that end in .json, .yaml or .yml, and no subfolders.
 *
 * @param paths files and folders
 * @throws ConfigError with all problems: paths that do not exist, YAML that does not parse, and documents that are not
 * Kubernetes objects
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/
 */
export function readManifests(paths: readonly string[]): ManifestObject[] {
  const problems: string[] = [];
  const attempt = <T>(read: () => readonly T[]): readonly T[] => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  };
  const files = new Set(paths.flatMap((path) => attempt(() => filesAt(path))));
  const objects = [...files].flatMap((file) => attempt(() => readManifest(file, readText(file))));
  if (objects.length === 0 && problems.length === 0)
    problems.push(`${[...files].join(', ')}: no objects found: name files with Kubernetes objects`);
  if (problems.length > 0) throw new ConfigError(problems);
  return objects;
}

/** The files of a folder, in the order in which kubectl applies them; or the file itself, regardless of its name. */
function filesAt(path: string): string[] {
  const fail = (message: string) => ConfigError.of(path, [{ line: 0, column: 0, message }]);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw fail('file or folder not found: correct the path');
  if (!found.isDirectory()) return [path];
  const names = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && EXTENSION.test(entry.name))
    .map(({ name }) => name)
    .sort();
  if (names.length === 0)
    throw fail('the folder has no .yaml, .yml or .json file: name the folder that contains the files');
  const folder = path.replace(/\/+$/, '');
  return names.map((name) => `${folder}/${name}`);
}
