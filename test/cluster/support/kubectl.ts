import { spawnSync } from 'node:child_process';

/** What kubectl answered. */
export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the cluster of `KUBECONFIG` and returns what it answers, whether it succeeds or not. */
export function tryKubectl(args: readonly string[], input?: string): Answer {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
  });
  if (error) throw error;
  return { status: status ?? -1, stdout, stderr };
}

/** Runs kubectl and returns its output. @throws Error with what it wrote to stderr, if it fails */
export function kubectl(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = tryKubectl(args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
  return stdout;
}

/** The objects that `kubectl get` finds. */
export function getAll<T>(...args: string[]): T[] {
  return (JSON.parse(kubectl(['get', ...args, '--output=json'])) as { items: T[] }).items;
}
