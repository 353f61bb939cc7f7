import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/**
 * The objects in the previous version of a file of dist/ that are changed or removed in its new content.
 *
 * Only objects of the given kinds whose text has changed are parsed, to save time.
 *
 * @param newContent returns the new content; it is not called if the file does not exist
 * @returns undefined if the file does not exist or does not change
 */
export function previousObjects(
  outdir: string,
  path: string,
  newContent: () => string,
  kinds: readonly string[],
): readonly object[] | undefined {
  const old = contentOf(join(outdir, path));
  if (old === undefined) return undefined;
  const content = newContent();
  if (old === content) return undefined;
  const now = new Set(content.split(SEPARATOR));
  const isOfKind = new RegExp(`^kind: (?:${kinds.join('|')})$`, 'm');
  return old
    .split(SEPARATOR)
    .filter((document) => !now.has(document) && isOfKind.test(document))
    .flatMap(parsed);
}

const SEPARATOR = /^---\n/m;

function contentOf(path: string): string | undefined {
  try {
    // Reading a named pipe would block.
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    // The file does not exist, or cannot be read. The writer reports the latter.
    return undefined;
  }
}

/** The object of a document; none if the document is invalid YAML: it is about to be overwritten. */
function parsed(document: string): object[] {
  try {
    const value: unknown = load(document);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}
