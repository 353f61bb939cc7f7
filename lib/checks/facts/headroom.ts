import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { type Entry, Ledger } from './ledger';
import { type Amount, cpuOf, memoryOf, plus, ZERO } from './pod-size';

/** The number of previews or projects for which a cluster has room. */
export interface Headroom {
  readonly what: 'previews' | 'projects';
  /** The requests that the quotas of one of them allow. */
  readonly each: Amount;
  /** The number that can be added, with everything else at its minimum. */
  readonly more: number;
}

/** The resources of all nodes, and the requests of all pods at their minimum. */
export function nodeTotals(cluster: ClusterIndex): { readonly has: Amount; readonly requested: Amount } {
  return { has: nodeAmount(cluster), requested: minimumOf(cluster, Ledger.of(cluster).entries) };
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
  const previews = owned.filter(({ labels }) => labels.environment === 'preview');
  const projects = owned.filter(({ labels }) => labels.environment !== 'preview');
  const total = (namespaces: readonly KubeObject[], count = (_name: string) => 1) =>
    namespaces.reduce((sum, { name }) => plus(sum, quotas.get(name) ?? ZERO, count(name)), ZERO);
  const others = Ledger.of(cluster).entries.filter(
    ({ workload }) => cluster.namespaceLabels(workload.namespace)?.project === undefined,
  );
  const reserved = total(owned, (name) => 1 + cluster.copiesOf(name).length);
  const free = plus(nodeAmount(cluster), plus(minimumOf(cluster, others), reserved), -1);
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
      groupBy(previews, ({ name, labels }) => labels['task-id'] ?? name),
    ),
    ...room(
      'projects',
      groupBy(projects, ({ name, labels }) => labels.project ?? name),
    ),
  ];
}

function nodeAmount({ facts }: ClusterIndex): Amount {
  return facts.nodes.reduce(
    (sum, { count, cpu, memory }) => plus(sum, { cpu: cpuOf(cpu), memory: memoryOf(memory), disk: 0 }, count),
    ZERO,
  );
}

/** The requests of pod templates at their minimum, and of the provider's pods. */
function minimumOf(cluster: ClusterIndex, entries: readonly Entry[]): Amount {
  const ledger = Ledger.of(cluster);
  const nodes = ledger.nodes('minimum');
  const provider = cluster.facts.provider.pods.reduce(
    (sum, { cpu, memory, replicas }) =>
      plus(
        sum,
        { cpu: cpuOf(cpu), memory: memoryOf(memory), disk: 0 },
        replicas === 'every node' ? nodes : replicas,
      ),
    ZERO,
  );
  const namespacesOf = ({ workload }: Entry) => 1 + cluster.copiesOf(workload.namespace).length;
  return entries.reduce(
    (sum, entry) => plus(sum, entry.size.requests, ledger.count(entry, 'minimum') * namespacesOf(entry)),
    provider,
  );
}

function amountOf({ spec: { hard = {} } }: KubeObject<'ResourceQuota'>): Amount {
  return { cpu: cpuOf(hard['requests.cpu']), memory: memoryOf(hard['requests.memory']), disk: 0 };
}
