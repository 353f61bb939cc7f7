import { loadAll } from 'js-yaml';
import type { PlacedObject } from '../checks/engine/cluster-facts';

/** Between the documents of a file. A block scalar is indented, so it cannot contain the line. */
const SEPARATOR = /^---\n/m;

/**
 * The objects of a file of a commit. Documents that have not changed are not parsed: with many previews, most have not.
 *
 * @param path the path below dist/
 * @param text the content in the commit
 * @throws Error if the file is not YAML
 */
export function committedObjects(
  ref: string,
  path: string,
  text: string,
  { content, objects }: { readonly content: string; readonly objects: readonly PlacedObject[] },
): PlacedObject[] {
  const known = documentsOf(content, objects);
  const where = `${ref}:dist/${path}`;
  const place = (json: object) => ({ json, path: where, file: path });
  try {
    return text.split(SEPARATOR).flatMap((document) => {
      const same = known.get(document);
      if (same !== undefined) return [place(same)];
      return (loadAll(document) as (object | null)[]).flatMap((json) => (json === null ? [] : [place(json)]));
    });
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    throw new Error(`${where}: does not parse: ${first}: compare with another commit`);
  }
}

/** The objects by the texts of their documents in a file that this program writes. */
function documentsOf(content: string, objects: readonly PlacedObject[]): ReadonlyMap<string, object> {
  const documents = content.split(SEPARATOR);
  if (documents.length !== objects.length) return new Map();
  return new Map(
    objects.flatMap(({ json }, index) => {
      const text = documents[index];
      return text === undefined ? [] : [[text, json] as const];
    }),
  );
}
