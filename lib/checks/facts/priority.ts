import type { ClusterIndex } from '../engine/cluster-index';
import { perCluster } from '../engine/per-cluster';
import type { Workload } from './workload';

/** The classes that Kubernetes makes. */
const SYSTEM = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

/** The priority of each class by its name; the name `''` is that of pods without a class. */
const priorities = perCluster((cluster): ReadonlyMap<string, number> => {
  const classes = cluster.ofKind('PriorityClass').map(({ name, json }) => ({ ...json, name }));
  const unnamed = classes.find(({ globalDefault }) => globalDefault)?.value ?? 0;
  return new Map([
    ['', unnamed],
    ...Object.entries(SYSTEM),
    ...classes.map(({ name, value = 0 }) => [name, value] as const),
  ]);
});

/** The priority of the pods of a workload. A class that does not exist counts as 0; `pod-reference` reports it. */
export function priorityOf(cluster: ClusterIndex, { pod }: Workload): number {
  return priorities(cluster).get(pod.priorityClassName ?? '') ?? 0;
}
