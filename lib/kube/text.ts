import { distance } from 'fastest-levenshtein';

/** The maximum length of a value in a message. */
const MAX_LENGTH = 60;

/** Invisible characters, spaces other than the usual one, and letters that look like Latin ones. */
const DECEPTIVE =
  /(?! )[\p{C}\p{Z}\p{M}\u115f\u1160\u3164\uffa0\uff01-\uff5e\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/gu;

/**
 * A text in double quotes, escaped and shortened to 60 characters.
 *
 * Characters that cannot be seen, or that look like others, are shown by their code points: `\u00a0`, `\u{1d173}`.
 */
export function quote(text: string): string {
  return JSON.stringify(shorten(text)).replace(DECEPTIVE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** A text of at most 60 characters, or of another maximum. */
export function shorten(text: string, maximum = MAX_LENGTH): string {
  if (text.length <= maximum) return text;
  const start = text.slice(0, maximum - 1);
  // A surrogate pair must not be split.
  return `${/[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start}…`;
}

/** A number with its noun: `1 pod`, `2 pods`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The candidate that is most similar to a misspelt word; undefined if none is similar. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= tolerance(candidate))
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= tolerance(candidate))
    .sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/**
 * The maximum number of edits: a third of the word, but at least two from four letters on, because two swapped letters
 * count as two edits.
 */
function tolerance(word: string): number {
  return word.length < 4 ? Math.floor(word.length / 2) : Math.max(2, Math.floor(word.length / 3));
}

/** The message of the error that a parser throws; undefined if it throws none. */
export function parseProblem(parse: (text: string) => unknown, text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
