import { perCluster } from '../../checks/engine/per-cluster';
import { Ledger } from '../../checks/facts/ledger';
import { counted } from '../../kube/text';
import { sharedName } from '../names';
import type { Comparison } from './compare';

/** The kinds of workloads that have a number of replicas. */
const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet'];

/** The number of pods of each workload, such as `2 pods`, or `2 to 4 pods` with an autoscaler. */
const replicasOf = perCluster((cluster): ReadonlyMap<string, string> => {
  const entries = Ledger.of(cluster).entries.filter(
    ({ workload: { object } }) => SCALED.includes(object.kind) && !object.isAtRuntime,
  );
  return new Map(
    entries.map(({ workload, scale: { min, max } }) => {
      const pods = max > min ? `${min} to ${counted(max, 'pod')}` : counted(min, 'pod');
      return [sharedName(cluster, workload.object), pods];
    }),
  );
});

/** The workloads with another number of pods. */
export const compareReplicas: Comparison = (before, after) => {
  const was = replicasOf(before);
  return [...replicasOf(after)].flatMap(([name, pods]) => {
    const old = was.get(name);
    if (old === undefined || old === pods) return [];
    return [
      { topic: 'capacity', sentence: `${name} has ${pods} (${old} before)`, isImportant: pods === '0 pods' },
    ];
  });
};
