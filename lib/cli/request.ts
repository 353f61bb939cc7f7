import { ConfigError } from '../config/problem';
import { nearest, quote } from '../kube/text';

/** A command that renders manifests from its options. */
export interface RequestCommand<Field extends string> {
  /** The name of the npm script. */
  readonly name: string;
  readonly usage: string;
  /** The name of each option, without hyphens, and the field of the request for it. */
  readonly options: Readonly<Record<string, Field>>;
  /**
   * Renders the manifests.
   *
   * @param values the values of the options, valid or invalid
   * @param optionOf returns the option of a field, such as `--task`
   * @throws ConfigError with all problems of the values
   */
  readonly render: (
    values: Readonly<Partial<Record<Field, unknown>>>,
    optionOf: (field: string) => string,
  ) => string;
}

/**
 * Runs a command.
 *
 * @param args the arguments after `--`
 * @returns the text for stdout
 * @throws ConfigError with all problems of the arguments
 */
export function runRequest<Field extends string>(
  { name, usage, options, render }: RequestCommand<Field>,
  args: readonly string[],
): string {
  if (args.includes('--help') || args.includes('-h')) return usage;
  const { given, problems } = parse(args, options);
  const optionOf = (field: string) => `--${Object.keys(options).find((option) => options[option] === field)}`;
  try {
    const text = render(given, optionOf);
    if (problems.length === 0) return text;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  throw new ConfigError([...problems, `run npm run --silent ${name} -- --help to list the options`]);
}

/** The values of the options, by field, and the problems of the arguments. */
function parse<Field extends string>(args: readonly string[], options: Readonly<Record<string, Field>>) {
  const problems: string[] = [];
  const given: Partial<Record<Field, unknown>> = {};
  const names = Object.keys(options);
  const take = (rawName: string, value: string) => {
    const name = rawName.replace(/^-+/, '');
    const known = names.includes(name);
    const option = known ? name : nearest(name, names);
    if (!known)
      problems.push(`${rawName}: unknown option: ${option ? `did you mean --${option}?` : 'remove it'}`);
    // The value of a misspelt option is used, so that the option is not reported as missing.
    const field = option && options[option];
    if (!field) return;
    if (field in given) problems.push(`--${option}: duplicate option: state it once`);
    given[field] ??= field === 'port' && /^\d+$/.test(value) ? Number(value) : value;
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, value] = /^(-[^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined)
      problems.push(`unexpected argument ${quote(arg)}: write each value after its option`);
    // An option does not take the next option as its value, so that all problems are found.
    else take(name, value ?? (/^-./.test(rest[0] ?? '') ? '' : (rest.shift() ?? '')));
  }
  return { given, problems };
}
