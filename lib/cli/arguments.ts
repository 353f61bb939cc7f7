import { nearest, quote } from '../kube/text';

/** The arguments that a command accepts. */
export interface Syntax {
  /** The names of the options that have a value, without hyphens. */
  readonly values: readonly string[];
  /** The names of the options without a value. @default none */
  readonly flags?: readonly string[];
  /** Whether arguments that are not options are accepted. @default false */
  readonly operands?: boolean;
}

/** The arguments of a command. */
export interface Arguments {
  /** The value of each option; empty if it is missing. */
  readonly values: Readonly<Record<string, string>>;
  readonly flags: ReadonlySet<string>;
  readonly operands: readonly string[];
  readonly problems: string[];
}

/** Whether a person asks how a command is used. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/**
 * Parses `--name value`, `--name=value`, `--flag` and operands.
 *
 * The value of a misspelt option is used, so that the option is not reported as missing. An option does not take the next
 * option as its value, so that all problems are found.
 */
export function parseArguments(args: readonly string[], syntax: Syntax): Arguments {
  const { values: names, flags: flagNames = [], operands: hasOperands = false } = syntax;
  const known = [...names, ...flagNames];
  const values: Record<string, string> = {};
  const flags = new Set<string>();
  const operands: string[] = [];
  const problems: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, given, attached] = /^(-[^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (given === undefined) {
      if (hasOperands) operands.push(arg);
      else problems.push(`unexpected argument ${quote(arg)}: write each value after its option`);
      continue;
    }
    const name = given.replace(/^-+/, '');
    const option = known.includes(name) ? name : nearest(name, known);
    if (option !== name)
      problems.push(`${given}: unknown option: ${option ? `did you mean --${option}?` : 'remove it'}`);
    const isFlag = option === undefined ? hasOperands : flagNames.includes(option);
    const value = attached ?? (isFlag || /^-./.test(rest[0] ?? '') ? '' : (rest.shift() ?? ''));
    if (option === undefined) continue;
    if (option in values || flags.has(option)) problems.push(`--${option}: duplicate option: state it once`);
    if (!isFlag) values[option] ??= value;
    else flags.add(option);
    if (isFlag && attached !== undefined)
      problems.push(`--${option}: the option has no value: remove ${quote(`=${attached}`)}`);
  }
  return { values, flags, operands, problems };
}
