import { readFileSync } from 'node:fs';
import { Cursor } from './cursor';
import { YamlDocument } from './document';
import type { Field, Report } from './fields';
import { ConfigError } from './problem';

/** Where to say what is no fault yet, and the day to judge it by. */
export interface Advice {
  readonly today: Date;
  /** Takes a line each, `file:line:column: path: message`. */
  readonly warn: (line: string) => void;
}

/** A look at what has been read, for what is worth a word and no error. */
export interface Warnings<T> extends Pick<Advice, 'warn'> {
  readonly check: (value: T, report: Report) => void;
}

/**
 * A YAML file, read by its description.
 *
 * The file is shown in messages under the name that it has here, so give one relative to the working folder.
 *
 * @throws ConfigError with all that is wrong: the YAML, the shape, the values, and what the description's checks report
 * @see https://yaml.org/spec/1.2.2/#103-core-schema
 */
export function readConfig<T>(file: string, description: Field<T>, warnings?: Warnings<NoInfer<T>>): T {
  const document = new YamlDocument(readText(file));
  const value = document.root && description.read(Cursor.root(document, document.root));
  if (value === undefined || document.problems.length > 0) throw ConfigError.of(file, document.problems);
  if (warnings) {
    warnings.check(value, (path, message) => document.report(document.offsetOf(path), path, message));
    for (const line of ConfigError.of(file, document.problems).problems) warnings.warn(line);
  }
  return value;
}

function readText(file: string): string {
  const fail = (message: string): ConfigError => ConfigError.of(file, [{ line: 0, column: 0, message }]);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw fail("no such file; create it, or run from the project's root folder");
    if (code === 'EISDIR') throw fail('is a folder; put a YAML file in its place');
    throw fail(`cannot be read; make it a file that you may read (${message})`);
  }
  try {
    // Without the byte order mark, which would shift the first line's columns.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('is not UTF-8; save it in that encoding');
  }
}
