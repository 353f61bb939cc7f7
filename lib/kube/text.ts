import { distance } from 'fastest-levenshtein';

/** A text in double quotes, escaped and shortened to 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
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
