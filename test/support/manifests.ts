import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { TopologyApp } from '../../lib/core/topology-app';

/** The objects of a file as plain JSON. */
interface JsonFile<T> {
  readonly path: string;
  readonly cluster: string;
  readonly json: T[];
}

/** The manifests of an app, and those that are filled from templates, in the order of their paths. */
export function jsonOf<T = object>(app: TopologyApp): JsonFile<T>[] {
  const made = app.manifests().map(({ path, cluster, objects }) => ({
    path,
    cluster,
    json: objects.map(({ json }) => json as T),
  }));
  const copies = app.copies.flatMap((group) => group.copies);
  const filled = copies.map((copy) => ({ path: copy.path, cluster: copy.cluster, json: copy.json() as T[] }));
  return [...made, ...filled].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The objects that `kubectl apply -f folder` reads.
 *
 * These are the documents of the files `*.k8s.yaml`, in lexical order of the files. Subfolders are not read.
 *
 * @throws Error if the folder has no such file (a check of no objects would always pass), if the YAML has an error or a
 * warning, or if a document is not an object
 */
export function readManifests(folder: string): object[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.k8s.yaml'))
    .map((entry) => join(folder, entry.name))
    .sort();
  if (files.length === 0)
    throw new Error(`folder "${folder}" has no *.k8s.yaml: use a folder that a synth has written`);
  return files.flatMap(readFile);
}

function readFile(file: string): object[] {
  return [...parseAllDocuments(readFileSync(file, 'utf8'))].map((document, index) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw new Error(`${file}: ${problem.message}`, { cause: problem });
    const value: unknown = document.toJS();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Error(`${file}: document ${index + 1} is ${JSON.stringify(value)}: it must be an object`);
    }
    return value;
  });
}
