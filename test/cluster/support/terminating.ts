import { getAll, kubectl, tryKubectl } from './kubectl';

/** Keeps a pod from being deleted, like a process that uses its whole grace period. */
const FINALIZER = 'cluster-topology.test/terminating';

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
}

/** The new pods of Deployments terminate until {@link endTerminating} is called. */
export function holdTerminating(namespace: string, deployments: readonly string[]): void {
  const patch = JSON.stringify({ spec: { template: { metadata: { finalizers: [FINALIZER] } } } });
  for (const name of deployments)
    kubectl(['patch', `deployment/${name}`, `--namespace=${namespace}`, '--patch', patch]);
}

/** Ends the pods that terminate at present, and returns their number. */
export function endTerminating(namespace: string): number {
  const pods = getAll<Pod>('pods', `--namespace=${namespace}`).filter(
    ({ metadata }) => metadata.deletionTimestamp !== undefined,
  );
  const patch = '--patch={"metadata":{"finalizers":null}}';
  for (const { metadata } of pods)
    tryKubectl(['patch', `pod/${metadata.name}`, `--namespace=${namespace}`, '--type=merge', patch]);
  return pods.length;
}
