import { nearest } from '../../kube/text';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { affinityPools, labelKeys, selectedPools, toleratedPools } from '../facts/node-labels';

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */
export const nodeSelection: Rule = {
  id: 'node-selection',
  group: 'capacity',
  title:
    'The node selector, the required node affinity and the tolerations of every pod match a node pool, and topology keys are labels of nodes.',
  protects: 'The pods stay `Pending`, or share the nodes over which they should be spread.',
  *check(cluster): Iterable<Finding> {
    const { nodes } = cluster.facts;
    if (nodes.length === 0) return;
    const keys = labelKeys(nodes);
    for (const { object, pod, field } of cluster.workloads) {
      const selected = selectedPools(pod, nodes);
      const matching = affinityPools(pod, selected);
      if (selected.length === 0) {
        const problem = 'no node pool has these labels: correct them, or declare the labels of the pool';
        yield { object, field: `${field}.nodeSelector`, value: pod.nodeSelector, problem };
      } else if (matching.length === 0) {
        const problem = 'no node pool matches: correct the terms, or declare the labels of the pool';
        const at = `${field}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`;
        yield { object, field: at, problem };
      } else if (toleratedPools(pod, matching).length === 0) {
        const names = matching.map(({ name }) => name).join(', ');
        const problem = `the pod does not tolerate the taints of pool ${names}, and no other pool matches: add a toleration`;
        yield { object, field: `${field}.tolerations`, value: pod.tolerations ?? [], problem };
      }
      for (const { field: at, key, isRequired } of topologyKeys(pod)) {
        if (keys.includes(key)) continue;
        const meant = nearest(key, keys);
        const remedy =
          meant === undefined ? 'correct it, or declare the label of the pool' : `did you mean "${meant}"?`;
        const problem = `no node pool has this label: ${remedy}`;
        const severity = isRequired ? 'error' : 'warning';
        yield { object, field: `${field}.${at}`, value: key, problem, severity };
      }
    }
  },
};

interface TopologyKey {
  readonly field: string;
  readonly key: string;
  /** Whether the scheduler leaves pods pending for it. */
  readonly isRequired: boolean;
}

function* topologyKeys({
  affinity = {},
  topologySpreadConstraints = [],
}: Parameters<typeof selectedPools>[0]): Iterable<TopologyKey> {
  for (const [index, { topologyKey: key, whenUnsatisfiable }] of topologySpreadConstraints.entries())
    yield {
      field: `topologySpreadConstraints[${index}].topologyKey`,
      key,
      isRequired: whenUnsatisfiable === 'DoNotSchedule',
    };
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const required = 'requiredDuringSchedulingIgnoredDuringExecution';
    const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
    for (const [index, { topologyKey: key }] of (affinity[kind]?.[required] ?? []).entries())
      yield { field: `affinity.${kind}.${required}[${index}].topologyKey`, key, isRequired: true };
    for (const [index, { podAffinityTerm }] of (affinity[kind]?.[preferred] ?? []).entries()) {
      const field = `affinity.${kind}.${preferred}[${index}].podAffinityTerm.topologyKey`;
      yield { field, key: podAffinityTerm.topologyKey, isRequired: false };
    }
  }
}
