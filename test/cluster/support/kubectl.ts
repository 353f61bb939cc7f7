import { spawnSync } from 'node:child_process';

/** The result of a call of kubectl. */
export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the cluster of `KUBECONFIG`, and returns its result even if it fails. */
export function tryKubectl(args: readonly string[], input?: string): Answer {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
  });
  if (error) throw error;
  return { status: status ?? -1, stdout, stderr };
}

/** Runs kubectl and returns its output. @throws Error with the text of stderr, if kubectl fails */
export function kubectl(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = tryKubectl(args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
  return stdout;
}

/** The objects that `kubectl get` finds. */
export function getAll<T>(...args: string[]): T[] {
  return (JSON.parse(kubectl(['get', ...args, '--output=json'])) as { items: T[] }).items;
}
