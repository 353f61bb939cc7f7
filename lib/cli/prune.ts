import { createInterface } from 'node:readline';
import { ConfigError } from '../config/problem';
import { type Client, connect } from '../live/client';
import { contextOf, describeContext } from '../live/context';
import { discover } from '../live/discovery';
import {
  describeObject,
  findLeftovers,
  isNamespace,
  type Leftovers,
  PREVIEW,
  type WrittenObject,
} from '../live/leftovers';
import { removeObjects } from '../live/remove';
import { asksForHelp, parseArguments } from './arguments';
import { readCluster } from './dist';
import { withProgressAsync } from './progress';
import { runAsync } from './run';

const USAGE = `usage: npm run --silent prune -- CLUSTER [--context NAME] [--yes]

Lists the objects that this program once wrote to a cluster and that dist/CLUSTER no longer contains, asks, and deletes them.
It finds objects of every kind by the labels of this program. It requires kubectl, and uses its kubeconfig.

  CLUSTER         the name of a folder in dist/
  --context NAME  the context of the kubeconfig (default: the current context)
  --yes           delete without a question
  --help          print this text

Example:

  npm run --silent prune -- aiworker --context production

Never deleted: protected namespaces, PersistentVolumeClaims and the namespaces that contain them, PersistentVolumes,
CustomResourceDefinitions, previews, and objects that have an owner. A namespace is deleted with all that it contains. Without a
terminal and without --yes, the objects are only listed.

The exit code is 0 if nothing is left, or if the answer is no; 1 if a kind cannot be listed or an object cannot be deleted; and
2 if an argument is wrong or the cluster cannot be asked.
`;

interface Options {
  readonly cluster: string;
  readonly context: string | undefined;
  readonly isConfirmed: boolean;
}

/** What the command uses of its process: replaced in tests. */
export interface PruneTerminal {
  readonly stderr: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;
  /** Asks a question and returns the answer; undefined without a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** The result of the command. */
export interface PruneCommand {
  /** The text for stdout. */
  readonly text: string;
  /** Whether leftovers may remain that a person wants to delete. */
  readonly isIncomplete: boolean;
}

/**
 * The command `npm run prune`.
 *
 * @param args the arguments after `--`
 * @throws ConfigError with all problems of the arguments; Error if dist/ is not up to date or the cluster cannot be asked
 */
export async function prune(args: readonly string[], terminal: PruneTerminal): Promise<PruneCommand> {
  if (asksForHelp(args)) return { text: USAGE, isIncomplete: false };
  const { cluster, context, isConfirmed } = optionsOf(args);
  const written = readCluster(cluster).objects.map(({ json }) => json as WrittenObject);
  const client = await connect(contextOf(context));
  try {
    const leftovers = await withProgressAsync(terminal.stderr, async (progress) => {
      progress('reading the API of the cluster');
      return findLeftovers(client, await discover(client), cluster, written, progress);
    });
    const listing = describe(leftovers, client, cluster);
    const isIncomplete = leftovers.notListed.length > 0;
    if (leftovers.remove.length === 0) return { text: listing, isIncomplete };
    if (!isConfirmed) {
      if (terminal.ask === undefined)
        return { text: `${listing}nothing is deleted: add --yes, or answer on a terminal\n`, isIncomplete };
      const answer = await terminal.ask(`${listing}Delete ${count(leftovers.remove.length)}? [y/N] `);
      if (!/^y(es)?$/i.test(answer.trim())) return { text: 'nothing is deleted\n', isIncomplete };
    }
    return await remove(client, leftovers, terminal, isConfirmed ? listing : '');
  } finally {
    client.close();
  }
}

async function remove(
  client: Client,
  { remove: objects, notListed }: Leftovers,
  terminal: PruneTerminal,
  listing: string,
): Promise<PruneCommand> {
  const { removed, refused } = await withProgressAsync(terminal.stderr, (progress) =>
    removeObjects(client, objects, progress),
  );
  const lines = [...refused, `${count(removed.length)} deleted`];
  return {
    text: `${listing}${lines.map((line) => `${line}\n`).join('')}`,
    isIncomplete: refused.length > 0 || notListed.length > 0,
  };
}

function describe({ remove, keep, notListed }: Leftovers, { context }: Client, cluster: string): string {
  const all = (object: Leftovers['remove'][number]) =>
    isNamespace(object) ? ', with all that it contains' : '';
  const previews = keep.filter(({ because }) => because === PREVIEW).length;
  const lines = [
    `${describeContext(context)}: ${count(remove.length)} of ${cluster} not in dist/${cluster}`,
    ...remove.map((object) => `  delete ${describeObject(object)}${all(object)}`),
    ...keep
      .filter(({ because }) => because !== PREVIEW)
      .map(({ object, because }) => `  keep   ${describeObject(object)}: ${because}`),
    ...(previews > 0
      ? [`  keep   ${count(previews)} of previews, which the backend creates and deletes`]
      : []),
    ...notListed.map((line) => `  not listed: ${line}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function count(number: number): string {
  return `${number} ${number === 1 ? 'object' : 'objects'}`;
}

function optionsOf(args: readonly string[]): Options {
  const { values, flags, operands, problems } = parseArguments(args, {
    values: ['context'],
    flags: ['yes'],
    operands: true,
  });
  const [cluster = '', ...others] = operands;
  if (values.context === '') problems.push('--context: missing value, expected the name of a context');
  if (cluster === '') problems.push('no cluster is named: write the name of a folder in dist/');
  if (others.length > 0)
    problems.push(`several clusters are named: prune ${cluster} and ${others.join(', ')} separately`);
  if (problems.length > 0)
    throw new ConfigError([...problems, 'run npm run --silent prune -- --help to list the options']);
  return { cluster, context: values.context, isConfirmed: flags.has('yes') };
}

function askOnTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}

if (require.main === module)
  void runAsync(async () => {
    const ask = process.stdin.isTTY ? askOnTerminal : undefined;
    const { text, isIncomplete } = await prune(process.argv.slice(2), { stderr: process.stderr, ask });
    if (isIncomplete) process.exitCode = 1;
    return text;
  }, 2);
