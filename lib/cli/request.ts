import { ConfigError } from '../config/problem';
import { asksForHelp, parseArguments } from './arguments';

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
  if (asksForHelp(args)) return usage;
  const { given, problems } = parse(args, options);
  const optionOf = (field: string) => `--${Object.keys(options).find((option) => options[option] === field)}`;
  try {
    const text = render(given, optionOf);
    if (problems.length === 0) return text;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) problems.push(problem);
  }
  throw new ConfigError([...problems, `run npm run --silent ${name} -- --help to list the options`]);
}

/** The values of the options, by field, and the problems of the arguments. */
function parse<Field extends string>(args: readonly string[], options: Readonly<Record<string, Field>>) {
  const { values, problems } = parseArguments(args, { values: Object.keys(options) });
  const given: Partial<Record<Field, unknown>> = {};
  for (const [option, value] of Object.entries(values)) {
    const field = options[option] as Field;
    given[field] = field === 'port' && /^\d+$/.test(value) ? Number(value) : value;
  }
  return { given, problems };
}
