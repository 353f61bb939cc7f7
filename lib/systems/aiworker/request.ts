import { Cursor } from '../../config/cursor';
import { YamlDocument } from '../../config/document';
import type { Field, Infer } from '../../config/fields';
import { ConfigError } from '../../config/problem';

type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values that the fields read. */
type Values<F extends Fields> = { readonly [K in keyof F]: Infer<F[K]> };

/** The values of a request, valid or invalid. */
export type RawValues<F extends Fields> = Readonly<Partial<Record<keyof F, unknown>>>;

/**
 * Reads values that are not in a file, with the same rules as for `config/aiworker.yaml`.
 *
 * @param nameOf returns the name of a field in the request, such as `--task` for `id`
 * @param check reports further problems; invalid values are undefined
 * @throws ConfigError with all problems, one on each line, each starting with the name of the value
 */
export function readRequest<F extends Fields>(
  fields: F,
  values: RawValues<F>,
  nameOf: (field: keyof F) => string,
  check: (read: Partial<Values<F>>, report: (field: keyof F, problem: string) => void) => void,
): Values<F> {
  const problems: string[] = [];
  const report = (field: keyof F, problem: string) => problems.push(`${nameOf(field)}: ${problem}`);
  const read = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      readField(field, values[name], (it) => report(name, it)),
    ]),
  ) as Values<F>;
  check(read, report);
  if (problems.length > 0) throw new ConfigError(problems);
  return read;
}

/** Reads a value as if it were the only content of a file. */
function readField(field: Field<unknown>, value: unknown, report: (problem: string) => void): unknown {
  if (value === undefined && 'absent' in field) return field.absent;
  if (value === undefined || value === '') {
    report(`${value === '' ? 'missing value' : 'missing'}, expected ${field.expected}`);
    return undefined;
  }
  const document = new YamlDocument(JSON.stringify(value));
  const read = document.root && field.read(Cursor.root(document, document.root));
  for (const { message } of document.problems) report(message);
  return read;
}
