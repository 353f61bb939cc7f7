import type { NodePool } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { type Entry, Ledger, type Load, nodeCount } from './ledger';
import { type Amount, cpuOf, memoryOf, plus, ZERO } from './pod-size';
import { isPreview, previewId } from './previews';
import { admittedPods } from './quota';

/** The number of previews or projects for which a cluster has room. */
export interface Headroom {
  readonly what: 'previews' | 'projects';
  /** The requests that the quotas of one of them allow. */
  readonly each: Amount;
  /** The number that can be added, with everything else at its minimum. */
  readonly more: number;
}

/**
 * The resources of all nodes, and the requests of the pods in a situation. Pods that a quota refuses at the autoscalers'
 * maximum do not count.
 *
 * @param nodes the node pools, by default those of the cluster
 * @param entries the pod templates whose pods count, by default all
 */
export function nodeTotals(
  cluster: ClusterIndex,
  load: Load = 'minimum',
  nodes: readonly NodePool[] = cluster.facts.nodes,
  entries: readonly Entry[] = Ledger.of(cluster).entries,
): { readonly has: Amount; readonly requested: Amount } {
  const has = nodes.map((pool) => poolAmount(pool, load)).reduce((sum, pool) => plus(sum, pool), ZERO);
  return { has, requested: requestsOf(cluster, entries, load, nodes) };
}

/** The resources of the nodes of a pool. Disks are left out. */
export function poolAmount(pool: NodePool, load: Load): Amount {
  const each = { cpu: cpuOf(pool.cpu), memory: memoryOf(pool.memory), disk: 0 };
  return plus(ZERO, each, nodeCount([pool], load));
}

/**
 * The number of previews and projects that can be added to a cluster.
 *
 * Each preview and project counts with the whole of its quotas, also the existing ones: their pods may use the quotas at
 * any time.
 */
export function headroom(cluster: ClusterIndex): Headroom[] {
  const quotas = new Map(cluster.ofKind('ResourceQuota').map((quota) => [quota.namespace, amountOf(quota)]));
  const owned = cluster
    .ofKind('Namespace')
    .filter(
      ({ name, labels }) =>
        labels.project !== undefined && labels.environment !== undefined && quotas.has(name),
    );
  const previews = owned.filter(({ labels }) => isPreview(labels));
  const projects = owned.filter(({ labels }) => !isPreview(labels));
  const total = (namespaces: readonly KubeObject[], count = (_name: string) => 1) =>
    namespaces.reduce((sum, { name }) => plus(sum, quotas.get(name) ?? ZERO, count(name)), ZERO);
  const others = Ledger.of(cluster).entries.filter(
    ({ workload }) => cluster.namespaceLabels(workload.namespace)?.project === undefined,
  );
  const reserved = total(owned, (name) => 1 + cluster.copiesOf(name).length);
  const { has, requested } = nodeTotals(cluster, 'minimum', cluster.facts.nodes, others);
  const free = plus(has, plus(requested, reserved), -1);
  const room = (what: Headroom['what'], groups: ReadonlyMap<string, KubeObject[]>): Headroom[] => {
    const [first] = groups.values();
    if (first === undefined) return [];
    const each = total(first);
    const more = Math.floor(Math.min(free.cpu / each.cpu, free.memory / each.memory));
    return [{ what, each, more: Math.max(0, more) }];
  };
  return [
    ...room(
      'previews',
      groupBy(previews, ({ name, labels }) => previewId(labels) ?? name),
    ),
    ...room(
      'projects',
      groupBy(projects, ({ name, labels }) => labels.project ?? name),
    ),
  ];
}

/** The requests of pod templates, and of the provider's pods. */
function requestsOf(
  cluster: ClusterIndex,
  entries: readonly Entry[],
  load: Load,
  pools: readonly NodePool[],
): Amount {
  const ledger = Ledger.of(cluster);
  const nodes = nodeCount(pools, load);
  const provider = cluster.facts.provider.pods.reduce(
    (sum, { cpu, memory, replicas }) =>
      plus(
        sum,
        { cpu: cpuOf(cpu), memory: memoryOf(memory), disk: 0 },
        replicas === 'every node' ? nodes : replicas,
      ),
    ZERO,
  );
  const admitted = load === 'maximum' ? admittedPods(cluster) : undefined;
  const namespacesOf = ({ workload }: Entry) => 1 + cluster.copiesOf(workload.namespace).length;
  return entries.reduce((sum, entry) => {
    const count = admitted?.get(entry) ?? ledger.count(entry, load, nodes);
    return plus(sum, entry.size.requests, count * namespacesOf(entry));
  }, provider);
}

function amountOf({ spec: { hard = {} } }: KubeObject<'ResourceQuota'>): Amount {
  return { cpu: cpuOf(hard['requests.cpu']), memory: memoryOf(hard['requests.memory']), disk: 0 };
}
