import { nearest } from '../../kube/text';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { affinityPools, labelKeys, selectedPools, toleratedPools } from '../facts/node-labels';

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */
export const nodeSelection: Rule = {
  id: 'node-selection',
  group: 'capacity',
  title:
    'The node selector, the required node affinity and the tolerations of every pod match a node pool, and topology keys are labels of nodes. A warning is reported for another scheduler, a node name, scheduling gates and devices.',
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
      for (const { field: at, value, problem } of unusual(pod))
        yield { object, field: `${field}.${at}`, value, problem, severity: 'warning' };
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

type Pod = Parameters<typeof selectedPools>[0];

/** The fields that only work with a program or a device that no cluster declares. */
function* unusual(pod: Pod): Iterable<Required<Pick<Finding, 'field' | 'value' | 'problem'>>> {
  const { schedulerName = SCHEDULER, nodeName, schedulingGates = [] } = pod;
  if (schedulerName !== SCHEDULER)
    yield {
      field: 'schedulerName',
      value: schedulerName,
      problem: `pods wait for this scheduler: install it, or use ${SCHEDULER}`,
    };
  if (nodeName)
    yield {
      field: 'nodeName',
      value: nodeName,
      problem: 'the scheduler is bypassed, and the pods fail without this node: use nodeSelector',
    };
  if (schedulingGates.length > 0)
    yield {
      field: 'schedulingGates',
      value: schedulingGates.map(({ name }) => name),
      problem: 'pods wait until a program removes the gates: install it, or remove the gates',
    };
  for (const [index, { resources }] of (pod.containers ?? []).entries())
    for (const [name, value] of Object.entries(resources?.limits ?? {}))
      if (name.includes('/'))
        yield {
          field: `containers[${index}].resources.limits["${name}"]`,
          value,
          problem: 'pods wait for a node with this device: install its device plugin, or remove the limit',
        };
}

const SCHEDULER = 'default-scheduler';

interface TopologyKey {
  readonly field: string;
  readonly key: string;
  /** Whether the scheduler leaves pods pending for it. */
  readonly isRequired: boolean;
}

function* topologyKeys({ affinity = {}, topologySpreadConstraints = [] }: Pod): Iterable<TopologyKey> {
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
