import { loadAll } from 'js-yaml';

/** The documents of the valid texts so far: several rules read the same files, and clusters have many files in common. */
const known = new Map<string, readonly unknown[]>();

/**
 * The documents of a YAML text. They must not be changed.
 *
 * @throws YAMLException if the text is not valid YAML
 */
export function yamlDocuments(text: string): readonly unknown[] {
  const documents = known.get(text) ?? loadAll(text);
  known.set(text, documents);
  return documents;
}
