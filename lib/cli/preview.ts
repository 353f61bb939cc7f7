import { parseArgs } from 'node:util';
import { ConfigError } from '../config/problem';
import { nearest, quote } from '../kube/text';
import { readAiworker } from '../systems/aiworker/config';
import { renderPreview } from '../systems/aiworker/preview-manifests';
import { type PreviewValues, readPreview } from '../systems/aiworker/preview-request';
import { run } from './run';

const USAGE = `usage: npm run --silent preview -- --project NAME --task ID --image IMAGE [options] | kubectl apply -f -

Writes the manifests of one preview to stdout, as npm run synth writes them into dist/aiworker for the same values.

  --project NAME       one of config/aiworker.yaml
  --task ID            the task's id: its first 8 characters are the preview's host
  --image IMAGE        what runs, with a pinned tag
  --port PORT          where it listens (default: as the project's application, or 3000)
  --created-at TIME    from when its age counts, such as 2026-01-19T12:00:00Z (default: now)
  --ttl HOURS          how long it lives, such as 24h (default: 168h)
  --help               this text
`;

/** The options, and the field of a preview that each gives. */
const FIELDS = {
  project: 'project',
  task: 'id',
  image: 'image',
  port: 'port',
  'created-at': 'createdAt',
  ttl: 'ttl',
} as const;

type Option = keyof typeof FIELDS;

const OPTIONS = Object.keys(FIELDS) as Option[];

/**
 * The command `npm run preview`.
 *
 * @param args those after `--`
 * @param now what `--created-at` is where it is not given
 * @returns what goes to stdout
 * @throws ConfigError with all that is wrong with the arguments, or with the configuration
 */
export function preview(args: readonly string[], now: Date): string {
  if (args.includes('--help') || args.includes('-h')) return USAGE;
  const config = readAiworker('config/aiworker.yaml');
  const { given, problems } = parse(args);
  const values: PreviewValues = {
    // Without its milliseconds, as people write it.
    createdAt: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    ...given,
  };
  try {
    const read = readPreview(values, config, optionOf);
    if (problems.length > 0) throw new ConfigError([]);
    return renderPreview(read, config).yaml;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError([
      ...problems,
      ...error.problems,
      'npm run --silent preview -- --help tells the options',
    ]);
  }
}

/** The values of the options, under the names of a preview's fields, and what is wrong with how they are given. */
function parse(args: readonly string[]): { given: PreviewValues; problems: string[] } {
  const problems: string[] = [];
  const given: Record<string, unknown> = {};
  const take = (rawName: string, value: string) => {
    const name = rawName.replace(/^-+/, '');
    const option = isOption(name) ? name : nearest(name, OPTIONS);
    if (!isOption(name))
      problems.push(`${rawName}: is no option${option ? `: did you mean --${option}?` : ''}`);
    // The value of a misspelt option counts, so that the option is not missed as well.
    if (!isOption(option)) return;
    const field = FIELDS[option];
    if (field in given) problems.push(`--${option}: is given twice: give it once`);
    given[field] ??= field === 'port' && /^\d+$/.test(value) ? Number(value) : value;
  };
  // None declared, so that no option takes the next one for its value, and all problems are found at once.
  const { tokens } = parseArgs({ args: [...args], options: {}, strict: false, tokens: true });
  let open: string | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (open === undefined) problems.push(`unexpected ${quote(token.value)}: a value follows its option`);
      else take(open, token.value);
      open = undefined;
    } else if (token.kind === 'option') {
      if (open !== undefined) take(open, '');
      open = token.value === undefined ? token.rawName : undefined;
      if (token.value !== undefined) take(token.rawName, token.value);
    }
  }
  if (open !== undefined) take(open, '');
  return { given, problems };
}

function isOption(name: string | undefined): name is Option {
  return OPTIONS.includes(name as Option);
}

function optionOf(field: string): string {
  return `--${OPTIONS.find((option) => FIELDS[option] === field)}`;
}

if (require.main === module) run(() => preview(process.argv.slice(2), new Date()));
