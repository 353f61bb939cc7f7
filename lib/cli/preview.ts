import { ConfigError } from '../config/problem';
import { nearest, quote } from '../kube/text';
import { readAiworker } from '../systems/aiworker/config';
import { renderPreview } from '../systems/aiworker/preview-manifests';
import { type PreviewValues, readPreview } from '../systems/aiworker/preview-request';
import { run } from './run';

const USAGE = `usage: npm run --silent preview -- --project NAME --task ID --image IMAGE [options] | kubectl apply -f -

Writes the manifests of one preview to stdout. They are equal to those that npm run synth writes to dist/aiworker for the
same values.

  --project NAME       the name of a project in config/aiworker.yaml
  --task ID            the id of the task; the host of the preview contains its first 8 characters
  --image IMAGE        the image to run, with a pinned tag
  --port PORT          the port of the preview (default: the port of the project's application, or 3000)
  --created-at TIME    the time from which the age counts, such as 2026-01-19T12:00:00Z (default: now)
  --ttl HOURS          the age at which the preview is deleted, such as 24h (default: 168h)
  --help               print this text
`;

/** The options, and the field of a preview for each. */
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
 * @param args the arguments after `--`
 * @param now the default of `--created-at`
 * @returns the text for stdout
 * @throws ConfigError with all problems of the arguments, or of the configuration
 */
export function preview(args: readonly string[], now: Date): string {
  if (args.includes('--help') || args.includes('-h')) return USAGE;
  const config = readAiworker('config/aiworker.yaml');
  const { given, problems } = parse(args);
  const createdAt = now.toISOString().replace(/\.\d+Z$/, 'Z');
  try {
    const read = readPreview({ createdAt, ...given }, config, optionOf);
    if (problems.length === 0) return renderPreview(read, config).yaml;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  throw new ConfigError([...problems, 'run npm run --silent preview -- --help to list the options']);
}

/** The values of the options, by the field of a preview, and the problems of the arguments. */
function parse(args: readonly string[]): { given: PreviewValues; problems: string[] } {
  const problems: string[] = [];
  const given: Record<string, unknown> = {};
  const take = (rawName: string, value: string) => {
    const name = rawName.replace(/^-+/, '');
    const option = isOption(name) ? name : nearest(name, OPTIONS);
    if (!isOption(name))
      problems.push(`${rawName}: unknown option: ${option ? `did you mean --${option}?` : 'remove it'}`);
    // The value of a misspelt option is used, so that the option is not reported as missing.
    if (!isOption(option)) return;
    const field = FIELDS[option];
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

function isOption(name: string | undefined): name is Option {
  return OPTIONS.includes(name as Option);
}

function optionOf(field: string): string {
  return `--${OPTIONS.find((option) => FIELDS[option] === field)}`;
}

if (require.main === module) run(() => preview(process.argv.slice(2), new Date()));
