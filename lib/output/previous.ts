import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/**
 * The objects that a file of dist/ held before, of those that are no longer there as they were.
 *
 * Only objects of the given kinds are parsed, and only where their text has changed, as a synth that changes little
 * should read little.
 *
 * @param content what is to be written
 * @returns undefined where there is no such file, or nothing of it changes
 */
export function previousObjects(
  outdir: string,
  path: string,
  content: string,
  kinds: readonly string[],
): readonly object[] | undefined {
  const old = contentOf(join(outdir, path));
  if (old === undefined || old === content) return undefined;
  const now = new Set(content.split(SEPARATOR));
  const isAsked = new RegExp(`^kind: (?:${kinds.join('|')})$`, 'm');
  return old
    .split(SEPARATOR)
    .filter((document) => !now.has(document) && isAsked.test(document))
    .flatMap(parsed);
}

const SEPARATOR = /^---\n/m;

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there, or not readable: the writer says so when it comes to it.
    return undefined;
  }
}

/** What somebody has broken by hand is about to be overwritten, and tells nothing. */
function parsed(document: string): object[] {
  try {
    const value: unknown = load(document);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}
