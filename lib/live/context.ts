import { spawnSync } from 'node:child_process';
import { nearest, quote } from '../kube/text';

/** A context of the kubeconfig. */
export interface Context {
  /** Undefined for the service account of the pod in which the command runs. */
  readonly name: string | undefined;
  /** The URL of the API server. */
  readonly server: string;
}

/** The fields of `kubectl config view --output=json` that are read. It prints no credentials. */
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?:
    | readonly { readonly name: string; readonly context: { readonly cluster?: string } }[]
    | null;
  readonly clusters?:
    | readonly { readonly name: string; readonly cluster: { readonly server?: string } }[]
    | null;
}

/**
 * The context with a name, or the current one.
 *
 * @throws Error if kubectl is not installed, if there is no kubeconfig, or if it has no such context
 */
export function contextOf(name: string | undefined): Context {
  const config = JSON.parse(runKubectl(['config', 'view', '--output=json'])) as Kubeconfig;
  const contexts = config.contexts ?? [];
  const names = contexts.map((context) => context.name).sort();
  const wanted = name ?? config['current-context'] ?? '';
  const host = process.env.KUBERNETES_SERVICE_HOST;
  if (names.length === 0 && name === undefined && host !== undefined)
    return { name: undefined, server: `https://${host}` };
  if (names.length === 0)
    throw new Error(`${kubeconfigPath()}: no context found: set KUBECONFIG to the file of a cluster`);
  const known = names.join(', ');
  if (wanted === '')
    throw new Error(`${kubeconfigPath()}: no current context is set: add --context with one of ${known}`);
  const found = contexts.find((context) => context.name === wanted);
  if (found === undefined) {
    const guess = nearest(wanted, names);
    const hint = guess === undefined ? '' : `did you mean ${quote(guess)}? `;
    throw new Error(`${kubeconfigPath()}: context ${quote(wanted)} is unknown: ${hint}use one of ${known}`);
  }
  const server = config.clusters?.find((cluster) => cluster.name === found.context.cluster)?.cluster.server;
  if (server === undefined)
    throw new Error(
      `${kubeconfigPath()}: context ${quote(wanted)} has no API server: set the cluster of the context`,
    );
  return { name: wanted, server };
}

/** The context as messages show it. */
export function describeContext({ name, server }: Context): string {
  return name === undefined ? `the cluster of this pod (${server})` : `context ${quote(name)} (${server})`;
}

/** Runs kubectl and returns its output. @throws Error if it is not installed or fails */
export function runKubectl(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    encoding: 'utf8',
    env: process.env,
  });
  if (error) throw missingKubectl(error);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${lastLine(stderr)}`);
  return stdout;
}

/** The error of a kubectl that does not start. */
export function missingKubectl(error: NodeJS.ErrnoException): Error {
  const isMissing = error.code === 'ENOENT';
  return new Error(
    isMissing
      ? 'kubectl is not installed: install it (https://kubernetes.io/docs/tasks/tools/)'
      : `kubectl does not start: ${error.message}`,
  );
}

/** The last line of an error of kubectl, without its prefix. */
export function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').replace(/^error: /, '');
}

function kubeconfigPath(): string {
  return process.env.KUBECONFIG || '~/.kube/config';
}
