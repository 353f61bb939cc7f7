import { readFileSync, statSync } from 'node:fs';
import { describeSecret, secretsIn } from '../kube/secret-text';
import { Cursor } from './cursor';
import { YamlDocument } from './document';
import type { Field, Report } from './fields';
import { ConfigError } from './problem';

const SECRET =
  'change the secret, because the repository is no place for it, and create a Secret in the cluster';

/** The receiver of warnings, and the current time. */
export interface Advice {
  readonly today: Date;
  /** Receives one line for each warning: `file:line:column: path: message`. */
  readonly warn: (line: string) => void;
}

/** The receiver of the warnings about a valid configuration. */
export interface Warnings<T> extends Pick<Advice, 'warn'> {
  /** Reports warnings besides those of fields. @default none */
  readonly check?: (value: T, report: Report) => void;
}

/**
 * Reads a YAML file by the declaration of its content.
 *
 * Messages show the name of the file as it is given, so it should be relative to the working folder.
 *
 * @param warnings receives the warnings about a valid file @default they are not reported
 * @throws ConfigError with all problems: of the YAML, of keys, of values, and those that the declaration's rules report
 * @see https://yaml.org/spec/1.2.2/#103-core-schema
 */
export function readConfig<T>(file: string, declaration: Field<T>, warnings?: Warnings<NoInfer<T>>): T {
  const text = readText(file);
  const document = new YamlDocument(text);
  for (const secret of secretsIn(text))
    document.report(secret.index, [], `contains ${describeSecret(secret)}: ${SECRET}`);
  const value = document.root && declaration.read(Cursor.root(document, document.root));
  if (value === undefined || document.problems.length > 0) throw ConfigError.of(file, document.problems);
  if (warnings) {
    warnings.check?.(value, (path, message) => document.warn(document.offsetOf(path), path, message));
    for (const line of ConfigError.of(file, document.warnings).problems) warnings.warn(line);
  }
  return value;
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 *
 * @throws ConfigError if it cannot be read
 */
export function readText(file: string): string {
  const fail = (message: string): ConfigError => ConfigError.of(file, [{ line: 0, column: 0, message }]);
  let bytes: Buffer;
  try {
    // Reading a named pipe would block.
    const found = statSync(file);
    if (!found.isFile() && !found.isDirectory())
      throw fail('the path is a named pipe or a device: use a YAML file');
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw fail("file not found: create it, or run from the project's root folder");
    if (code === 'EISDIR') throw fail('the path is a folder: use a YAML file');
    throw fail(`the file cannot be read (${message}): make it readable`);
  }
  try {
    // The decoder removes a byte order mark, which would shift the columns of the first line.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('the file is not UTF-8: save it in this encoding');
  }
}
