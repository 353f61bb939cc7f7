import type { Labels } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, specOf } from '../engine/kube-object';
import { Ledger } from './ledger';
import { type Amount, cpuOf, memoryOf, plus, ZERO } from './pod-size';

/** Something that a cluster holds many of, and how many more of it find room. */
export interface Headroom {
  readonly what: 'previews' | 'projects';
  /** How many there are. */
  readonly now: number;
  /** What one may request by its quotas. */
  readonly each: Amount;
  /** How many more fit what the nodes have left, with everything else at its minimum. */
  readonly more: number;
}

/** What all nodes have, and what all pods request of it at their minimum. */
export function nodeTotals(cluster: ClusterIndex): { readonly has: Amount; readonly requested: Amount } {
  const ledger = Ledger.of(cluster);
  const has = cluster.facts.nodes.reduce(
    (sum, { count, cpu, memory }) => plus(sum, { cpu: cpuOf(cpu), memory: memoryOf(memory) }, count),
    ZERO,
  );
  const requested = ledger.entries.reduce(
    (sum, entry) => plus(sum, entry.size.requests, ledger.count(entry, 'minimum')),
    providerRequests(cluster),
  );
  return { has, requested };
}

/**
 * How many more previews, or projects, a cluster has room for.
 *
 * Each is counted with the whole of its quotas, those that are there as well: what one may ask for must be there when
 * it does.
 */
export function headroom(cluster: ClusterIndex): Headroom[] {
  const quotas = new Map(cluster.ofKind('ResourceQuota').map((quota) => [quota.namespace, amountOf(quota)]));
  const groups = { previews: new Map<string, Amount>(), projects: new Map<string, Amount>() };
  for (const { name, labels } of cluster.ofKind('Namespace')) {
    const { project, environment, 'task-id': task } = labels;
    const quota = quotas.get(name);
    if (project === undefined || environment === undefined || quota === undefined) continue;
    const [group, key] =
      environment === 'preview' ? [groups.previews, task ?? name] : [groups.projects, project];
    group.set(key, plus(group.get(key) ?? ZERO, quota));
  }
  const left = freeOf(cluster, [...groups.previews.values(), ...groups.projects.values()]);
  return (['previews', 'projects'] as const).flatMap((what) => {
    const [each] = groups[what].values();
    if (each === undefined) return [];
    const more = Math.floor(Math.min(left.cpu / each.cpu, left.memory / each.memory));
    return [{ what, now: groups[what].size, each, more: Math.max(0, more) }];
  });
}

/** What the nodes have left when all of a cluster's previews and projects use up their quotas. */
function freeOf(cluster: ClusterIndex, quotas: readonly Amount[]): Amount {
  const { has } = nodeTotals(cluster);
  const ledger = Ledger.of(cluster);
  const others = ledger.entries.filter(({ workload }) => {
    const labels = cluster.namespaceLabels(workload.namespace);
    return labels?.project === undefined;
  });
  const used = others.reduce(
    (sum, entry) => plus(sum, entry.size.requests, ledger.count(entry, 'minimum')),
    ZERO,
  );
  return quotas.reduce(
    (left, quota) => plus(left, quota, -1),
    plus(plus(has, used, -1), providerRequests(cluster), -1),
  );
}

function providerRequests(cluster: ClusterIndex): Amount {
  const nodes = Ledger.of(cluster).nodes('minimum');
  return cluster.facts.provider.pods.reduce(
    (sum, { cpu, memory, replicas }) =>
      plus(sum, { cpu: cpuOf(cpu), memory: memoryOf(memory) }, replicas === 'every node' ? nodes : replicas),
    ZERO,
  );
}

function amountOf(quota: KubeObject): Amount {
  const { hard = {} } = specOf<{ hard: Labels }>(quota);
  return { cpu: cpuOf(hard['requests.cpu']), memory: memoryOf(hard['requests.memory']) };
}
