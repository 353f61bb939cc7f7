import { quote } from '../kube/text';

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

/** Messages of libraries span lines, and values may hold what a terminal obeys (U+009B) or turns around (U+202E). */
function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(
      /\p{Cc}|\p{Bidi_Control}|\ufeff/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
