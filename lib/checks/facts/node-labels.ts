import type { INodeSelectorTerm, IPodSpec, IToleration } from '../../../imports/manifest-types';
import { HOSTNAME } from '../../kube/labels';
import type { NodePool, Taint } from '../engine/cluster-facts';

const ANY = 'any';

/**
 * The labels of every node, with their values. The cloud provider sets zones, regions and sizes.
 *
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const WELL_KNOWN: Readonly<Record<string, readonly string[] | typeof ANY>> = {
  [HOSTNAME]: ANY,
  'kubernetes.io/os': ['linux'],
  'kubernetes.io/arch': ['amd64', 'arm64', 'ppc64le', 'riscv64', 's390x'],
  'beta.kubernetes.io/os': ['linux'],
  'beta.kubernetes.io/arch': ['amd64', 'arm64', 'ppc64le', 'riscv64', 's390x'],
  'topology.kubernetes.io/zone': ANY,
  'topology.kubernetes.io/region': ANY,
  'node.kubernetes.io/instance-type': ANY,
};

type Values = readonly string[] | typeof ANY | undefined;

function valuesOf({ labels = {} }: NodePool, key: string): Values {
  if (Object.hasOwn(labels, key)) return [labels[key] ?? ''];
  return Object.hasOwn(WELL_KNOWN, key) ? WELL_KNOWN[key] : undefined;
}

/** The keys of the labels that nodes of some pools have. */
export function labelKeys(pools: readonly NodePool[]): string[] {
  return [
    ...new Set([...Object.keys(WELL_KNOWN), ...pools.flatMap(({ labels = {} }) => Object.keys(labels))]),
  ];
}

/** The pools whose nodes may satisfy the `nodeSelector` of a pod. */
export function selectedPools({ nodeSelector = {} }: IPodSpec, pools: readonly NodePool[]): NodePool[] {
  return pools.filter((pool) =>
    Object.entries(nodeSelector).every(([key, value]) => mayHave(valuesOf(pool, key), value)),
  );
}

/** The pools whose nodes may satisfy the required node affinity of a pod. */
export function affinityPools({ affinity }: IPodSpec, pools: readonly NodePool[]): NodePool[] {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return [...pools];
  return pools.filter((pool) => required.nodeSelectorTerms.some((term) => mayMatch(term, pool)));
}

/** Whether nodes of a pool may match a term. A term without conditions matches no node. */
function mayMatch({ matchExpressions = [], matchFields = [] }: INodeSelectorTerm, pool: NodePool): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const known = valuesOf(pool, key);
    const isOne = known !== ANY && known?.length === 1;
    if (operator === 'In') return values.some((value) => mayHave(known, value));
    if (operator === 'NotIn') return !isOne || !values.includes(known[0] ?? '');
    if (operator === 'DoesNotExist') return !isOne;
    return known !== undefined;
  });
}

function mayHave(values: Values, value: string): boolean {
  return values === ANY || (values?.includes(value) ?? false);
}

/** The pools whose taints a pod tolerates, as far as these keep pods away. */
export function toleratedPools({ tolerations = [] }: IPodSpec, pools: readonly NodePool[]): NodePool[] {
  return pools.filter(({ taints = [] }) =>
    taints.every(
      (taint) => taint.effect === 'PreferNoSchedule' || tolerations.some((it) => tolerates(it, taint)),
    ),
  );
}

function tolerates({ key, operator = 'Equal', value = '', effect }: IToleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  return operator === 'Exists' || (Boolean(key) && value === (taint.value ?? ''));
}

/** The nodes on which a pod may be placed. */
export function poolsFor(pod: IPodSpec, pools: readonly NodePool[]): NodePool[] {
  return toleratedPools(pod, affinityPools(pod, selectedPools(pod, pools)));
}

/** The maximum number of nodes of some pools. */
export function maxNodes(pools: readonly NodePool[]): number {
  return pools.reduce((sum, { count, maxCount = count }) => sum + maxCount, 0);
}
