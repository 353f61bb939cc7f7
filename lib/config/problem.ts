import { quote, shorten } from '../kube/text';

/** The path from the root of a file to a value: keys of mappings and indices of lists. */
export type Path = readonly (string | number)[];

/** A problem of a file. */
export interface Problem {
  /** 1-based; 0 for a problem of the whole file. */
  readonly line: number;
  /** 1-based, in UTF-16 code units, as editors count. */
  readonly column: number;
  readonly message: string;
}

/**
 * All problems of the configuration.
 *
 * Each problem is one line, `file:line:column: path: message`, and they are sorted by position. The message has all lines.
 */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }

  /** The error of one file, under the name that the caller uses. */
  static of(file: string, problems: readonly Problem[]): ConfigError {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    return new ConfigError(
      sorted.map(({ line, column, message }) =>
        oneLine(line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`),
      ),
    );
  }
}

/** The text of a path: `projects[1].name`, with quotes around keys that need them. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${quote(step)}]`;
      return index === 0 ? shorten(step) : `.${shorten(step)}`;
    })
    .join('');
}

/** Joins the lines of a message and escapes characters that control a terminal (U+009B) or reverse text (U+202E). */
function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(
      /\p{Cc}|\p{Bidi_Control}|\ufeff/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
