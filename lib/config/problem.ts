import { distance } from 'fastest-levenshtein';

/** The way from a file's root to a value: keys of mappings and indices (from 0) of lists. */
export type Path = readonly (string | number)[];

/** One thing wrong with a file. */
export interface Problem {
  /** 1-based; 0 when the problem is the file's as a whole. */
  readonly line: number;
  /** 1-based, in UTF-16 units as editors count. */
  readonly column: number;
  readonly message: string;
}

/**
 * All that is wrong with a configuration file.
 *
 * Each problem is exactly one line, `file:line:column: path: message`, sorted by position. The message is all of them.
 */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }

  /** The error for one file; the file is printed as the caller named it. */
  static of(file: string, problems: readonly Problem[]): ConfigError {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    return new ConfigError(
      sorted.map(({ line, column, message }) =>
        oneLine(line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`),
      ),
    );
  }
}

/** A path as people write it: `projects[1].name`, with quotes around keys that need them. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${quote(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** A text in quotes, escaped, cut after 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

/** The candidate that a misspelt word was meant to be, if one is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= tolerance(candidate))
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= tolerance(candidate))
    .sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** A third of a word may differ; in a short one still two swapped letters, which count as two edits. */
function tolerance(word: string): number {
  return word.length < 4 ? Math.floor(word.length / 2) : Math.max(2, Math.floor(word.length / 3));
}

/** Messages of libraries span lines, and values may hold what a terminal obeys (U+009B) or turns around (U+202E). */
function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(
      /\p{Cc}|\p{Bidi_Control}|\ufeff/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
