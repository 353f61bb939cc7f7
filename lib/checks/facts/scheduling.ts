import type { NodePool } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Entry, Ledger, type Scenario } from './ledger';
import { type Amount, cpuOf, largestFirst, memoryOf } from './pod-size';
import { admittedPods } from './quota';

/** The number of pods on a node if its pool does not state it: the kubelet's default. */
const PODS_PER_NODE = 110;

/** Nodes that have the same room left. */
interface Room extends Amount {
  readonly nodes: number;
  readonly pods: number;
}

/** The pods of a workload. */
interface Pods extends Amount {
  readonly name: string;
  readonly count: number | 'every node';
}

/** Pods of one size, with the names of their workloads. */
export interface Batch extends Amount {
  readonly names: readonly string[];
  readonly count: number;
}

/**
 * The pods for which the declared nodes have no room. Pods that a quota refuses at the autoscalers' maximum do not count.
 *
 * Pods are placed by size, the largest first, and nodes with the same room are treated as one: the time depends on the
 * number of sizes, not of pods. Affinities and topology spread are ignored: the scheduler may find no node for a pod that
 * is placed here. The provider's pods are placed before all others, in their order.
 *
 * @param options the pod templates whose pods are placed, and the nodes @default all of the cluster
 */
export function unplaced(
  cluster: ClusterIndex,
  scenario: Scenario,
  options: { readonly entries?: readonly Entry[]; readonly nodes?: readonly NodePool[] } = {},
): Batch[] {
  const ledger = Ledger.of(cluster);
  const { entries = ledger.entries, nodes = cluster.facts.nodes } = options;
  const { provider } = cluster.facts;
  const admitted = scenario === 'maximum' ? admittedPods(cluster) : undefined;
  const provided = provider.pods.map(
    ({ namespace, name, replicas, cpu, memory }): Pods => ({
      name: `${namespace}/${name}`,
      count: replicas,
      cpu: cpuOf(cpu),
      memory: memoryOf(memory),
    }),
  );
  const described = entries.map(
    (entry): Pods => ({
      name: `${entry.workload.namespace}/${entry.workload.object.name}`,
      count: entry.scale.perNode ? 'every node' : (admitted?.get(entry) ?? ledger.count(entry, scenario)),
      ...entry.size.requests,
    }),
  );
  const daemons = [...provided, ...described].filter(({ count }) => count === 'every node');
  let rooms: readonly Room[] = nodes.map(
    ({ count, maxCount = count, cpu, memory, pods = PODS_PER_NODE }) => ({
      nodes: maxCount,
      cpu: daemons.reduce((left, daemon) => left - daemon.cpu, cpuOf(cpu)),
      memory: daemons.reduce((left, daemon) => left - daemon.memory, memoryOf(memory)),
      pods: pods - daemons.length,
    }),
  );
  const without: Batch[] = [];
  for (const batch of [...provided.flatMap((pods) => batches([pods])), ...batches(described)]) {
    const { left, rooms: after } = put(batch, rooms);
    rooms = after;
    if (left > 0) without.push({ ...batch, count: left });
  }
  return without;
}

/** The pods of each size, the largest first. Pods on every node are left out. */
function batches(pods: readonly Pods[]): Batch[] {
  const bySize = new Map<string, { cpu: number; memory: number; names: string[]; count: number }>();
  for (const { name, count, cpu, memory } of pods) {
    if (count === 'every node' || count === 0) continue;
    const key = `${cpu}/${memory}`;
    const batch = bySize.get(key) ?? { cpu, memory, names: [], count: 0 };
    bySize.set(key, batch);
    batch.names.push(name);
    batch.count += count;
  }
  return [...bySize.values()].sort(largestFirst);
}

/** Places as many pods of a batch as possible. */
function put({ cpu, memory, count }: Batch, rooms: readonly Room[]): { left: number; rooms: Room[] } {
  let left = count;
  const after = rooms.flatMap((room) => {
    const fits = Math.max(0, Math.min(room.pods, times(room.cpu, cpu), times(room.memory, memory)));
    const taken = Math.min(left, fits * room.nodes);
    if (taken === 0) return [room];
    left -= taken;
    const full = Math.floor(taken / fits);
    const rest = taken % fits;
    const filled = (pods: number, nodes: number): Room => ({
      nodes,
      cpu: room.cpu - pods * cpu,
      memory: room.memory - pods * memory,
      pods: room.pods - pods,
    });
    const untouched = room.nodes - full - Math.min(1, rest);
    const parts = [filled(fits, full), filled(rest, Math.min(1, rest)), { ...room, nodes: untouched }];
    return parts.filter(({ nodes }) => nodes > 0);
  });
  return { left, rooms: after };
}

function times(room: number, each: number): number {
  return each === 0 ? Number.POSITIVE_INFINITY : Math.floor(room / each);
}
