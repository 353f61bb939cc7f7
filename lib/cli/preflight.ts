import { ConfigError } from '../config/problem';
import { quote } from '../kube/text';
import { ApiError, type Client, connect } from '../live/client';
import { contextOf, runKubectl } from '../live/context';
import { discover } from '../live/discovery';
import { listMetadata } from '../live/list';
import { askAll } from '../live/preflight/questions';
import type { Situation, WrittenManifest } from '../live/situation';
import type { Progress } from '../output/progress';
import { asksForHelp, parseArguments } from './arguments';
import { readCluster, type WrittenCluster } from './dist';
import { PREFLIGHT_FORMATS } from './preflight-formats';
import { type ProgressStream, withProgressAsync } from './progress';
import { runAsync } from './run';

const USAGE = `usage: npm run --silent preflight -- CLUSTER [--context NAME] [--format FORMAT]

Asks a cluster, before an apply, whether dist/CLUSTER fits it and what the apply would do. Nothing is changed. It requires kubectl,
and uses its kubeconfig: what this user may not read is named, and not checked.

  CLUSTER          the name of a folder in dist/
  --context NAME   the context of the kubeconfig (default: the current context)
  --format FORMAT  text (default) or json
  --help           print this text

Example:

  npm run --silent preflight -- aiworker --context production

The exit code is 0 without errors, 1 if the apply would fail or harm, and 2 if an argument is wrong, dist/ is not up to date, or
the cluster cannot be asked. docs/operations.md describes the answers. No value of a Secret is read.
`;

/** The result of the command. */
export interface PreflightCommand {
  /** The text for stdout. */
  readonly text: string;
  /** The number of errors. */
  readonly errors: number;
}

/**
 * The command `npm run preflight`.
 *
 * @param args the arguments after `--`
 * @throws ConfigError with all problems of the arguments; Error if dist/ is not up to date or the cluster cannot be asked
 */
export async function preflight(
  args: readonly string[],
  terminal: ProgressStream,
): Promise<PreflightCommand> {
  if (asksForHelp(args)) return { text: USAGE, errors: 0 };
  const { cluster, context, format } = optionsOf(args);
  const written = readCluster(cluster);
  const client = await connect(contextOf(context));
  try {
    const report = await withProgressAsync(terminal, async (progress) => {
      progress('reading the API of the cluster');
      const situation = await situationOf(client, written, progress);
      const { serverVersion } = situation;
      return { cluster, context: client.context, serverVersion, findings: await askAll(situation) };
    });
    const errors = report.findings.filter(({ severity }) => severity === 'error').length;
    return { text: format(report), errors };
  } finally {
    client.close();
  }
}

async function situationOf(
  client: Client,
  { objects, facts }: WrittenCluster,
  progress: Progress,
): Promise<Situation> {
  const { body: version } = await client.request<{ gitVersion: string }>({ path: '/version' });
  const { clientVersion } = JSON.parse(runKubectl(['version', '--client', '--output=json'])) as {
    clientVersion: { gitVersion: string };
  };
  const discovery = await discover(client);
  return {
    client,
    discovery,
    facts,
    objects: objects as readonly WrittenManifest[],
    serverVersion: version.gitVersion,
    kubectlVersion: clientVersion.gitVersion,
    namespaces: await namespacesOf(client),
    progress,
  };
}

async function namespacesOf(client: Client): Promise<ReadonlySet<string> | undefined> {
  const resource = {
    group: '',
    version: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    isNamespaced: false,
    verbs: [],
  };
  try {
    return new Set((await listMetadata(client, resource)).map(({ name }) => name));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return undefined;
  }
}

function optionsOf(args: readonly string[]) {
  const { values, operands, problems } = parseArguments(args, {
    values: ['context', 'format'],
    operands: true,
  });
  const { context, format: name = 'text' } = values;
  const [cluster = '', ...others] = operands;
  const format = Object.hasOwn(PREFLIGHT_FORMATS, name) ? PREFLIGHT_FORMATS[name] : undefined;
  if (format === undefined)
    problems.push(
      `--format: unknown format ${quote(name)}: use one of ${Object.keys(PREFLIGHT_FORMATS).join(', ')}`,
    );
  if (context === '') problems.push('--context: missing value, expected the name of a context');
  if (cluster === '') problems.push('no cluster is named: write the name of a folder in dist/');
  if (others.length > 0)
    problems.push(`several clusters are named: ask about ${cluster} and ${others.join(', ')} separately`);
  if (problems.length > 0 || format === undefined)
    throw new ConfigError([...problems, 'run npm run --silent preflight -- --help to list the options']);
  return { cluster, context, format };
}

if (require.main === module)
  void runAsync(async () => {
    const { text, errors } = await preflight(process.argv.slice(2), process.stderr);
    if (errors > 0) process.exitCode = 1;
    return text;
  }, 2);
