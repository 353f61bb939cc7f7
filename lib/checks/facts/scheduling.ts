import type { IPodSpec } from '../../../imports/manifest-types';
import { HOSTNAME } from '../../kube/labels';
import type { NodePool } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Entry, Ledger, type Load } from './ledger';
import { type Amount, cpuOf, diskOf, largestFirst, memoryOf } from './pod-size';
import { admittedPods } from './quota';

/** The number of pods on a node if its pool does not state it: the kubelet's default. */
const PODS_PER_NODE = 110;

const STRICT = 'DoNotSchedule';

/** Nodes that have the same room left. */
interface Room extends Amount {
  readonly nodes: number;
  readonly pods: number;
}

/** The pods of a workload, or of one revision of it. */
interface Pods extends Amount {
  readonly name: string;
  readonly count: number | 'every node';
  /** The maximum difference between the numbers of its pods on two nodes. @default unlimited */
  readonly maxSkew?: number;
}

/** Pods of one size, with the names of their workloads. */
export interface Batch extends Amount {
  readonly names: readonly string[];
  readonly count: number;
  /** @default unlimited */
  readonly maxSkew?: number;
}

/**
 * The pods for which the declared nodes have no room. Pods that a quota refuses at the autoscalers' maximum do not count.
 *
 * Pods that must be spread over the nodes (`DoNotSchedule`) are placed first, and pods of the same group by size, the
 * largest first. Nodes with the same room are treated as one: the time depends on the number of sizes and of spread
 * workloads, not of pods. Affinities, and spread over anything but nodes, are ignored: the scheduler may find no node for
 * a pod that is placed here. The provider's pods are placed before all others, in their order.
 *
 * @param nodes the node pools, by default those of the cluster
 * @param entries the pod templates whose pods are placed, by default all
 */
export function unplaced(
  cluster: ClusterIndex,
  load: Load,
  nodes: readonly NodePool[] = cluster.facts.nodes,
  entries: readonly Entry[] = Ledger.of(cluster).entries,
): Batch[] {
  const provided = cluster.facts.provider.pods.map(
    ({ namespace, name, replicas, cpu, memory }): Pods => ({
      name: `${namespace}/${name}`,
      count: replicas,
      cpu: cpuOf(cpu),
      memory: memoryOf(memory),
      disk: 0,
    }),
  );
  const admitted = load === 'maximum' ? admittedPods(cluster) : undefined;
  const described = entries.flatMap((entry) => {
    const pods = podsOf(entry, admitted?.get(entry) ?? Ledger.of(cluster).count(entry, load), load);
    const copies = cluster.copiesOf(entry.workload.namespace);
    return pods.flatMap((one) => [one, ...copies.map(({ name }) => ({ ...one, name: nameIn(name, entry) }))]);
  });
  const daemons = [...provided, ...described].filter(({ count }) => count === 'every node');
  let rooms: readonly Room[] = nodes.map(
    ({ count, maxCount = count, cpu, memory, disk, pods = PODS_PER_NODE }) => ({
      nodes: maxCount,
      cpu: daemons.reduce((left, daemon) => left - daemon.cpu, cpuOf(cpu)),
      memory: daemons.reduce((left, daemon) => left - daemon.memory, memoryOf(memory)),
      disk: daemons.reduce((left, daemon) => left - daemon.disk, diskOf(disk)),
      pods: pods - daemons.length,
    }),
  );
  const without: Batch[] = [];
  for (const batch of [...provided.flatMap((pods) => batches([pods])), ...batches(described)]) {
    const { left, rooms: after } = batch.maxSkew === undefined ? put(batch, rooms) : spread(batch, rooms);
    rooms = after;
    if (left > 0) without.push({ ...batch, count: left });
  }
  return without;
}

/** The pods of a workload. With `matchLabelKeys`, the new pods of a rollout are spread independently of the old ones. */
function podsOf(entry: Entry, count: number, load: Load): Pods[] {
  const { workload, scale, size } = entry;
  const pods = { name: nameIn(workload.namespace, entry), ...size.requests };
  if (scale.perNode) return [{ ...pods, count: 'every node' }];
  const constraint = nodeConstraint(workload.pod);
  if (constraint === undefined) return [{ ...pods, count }];
  const { maxSkew, matchLabelKeys } = constraint;
  const isRollout = load === 'rollout' || load === 'terminating';
  const added = isRollout && matchLabelKeys?.includes('pod-template-hash') ? count - scale.min : 0;
  return [count - added, added].map((revision) => ({ ...pods, maxSkew, count: revision }));
}

function nameIn(namespace: string, { workload }: Entry): string {
  return `${namespace}/${workload.object.name}`;
}

/** The strictest constraint that spreads the pods of a workload over the nodes. */
function nodeConstraint({ topologySpreadConstraints = [] }: IPodSpec) {
  return topologySpreadConstraints
    .filter(({ topologyKey, whenUnsatisfiable }) => topologyKey === HOSTNAME && whenUnsatisfiable === STRICT)
    .sort((a, b) => a.maxSkew - b.maxSkew)[0];
}

/** The pods of each size, the largest first, after the pods that must be spread. Pods on every node are left out. */
function batches(pods: readonly Pods[]): Batch[] {
  const bySize = new Map<string, Amount & { names: string[]; count: number }>();
  const spread: Batch[] = [];
  for (const { name, count, cpu, memory, disk, maxSkew } of pods) {
    if (count === 'every node' || count === 0) continue;
    if (maxSkew !== undefined) {
      spread.push({ names: [name], count, cpu, memory, disk, maxSkew });
      continue;
    }
    const key = `${cpu}/${memory}/${disk}`;
    const batch = bySize.get(key) ?? { cpu, memory, disk, names: [], count: 0 };
    bySize.set(key, batch);
    batch.names.push(name);
    batch.count += count;
  }
  return [spread, [...bySize.values()]].flatMap((group) => group.sort(largestFirst));
}

/**
 * Places the pods of a spread workload in rounds of at most one pod on each node. A node without room keeps its number of
 * pods, and the number on no other node may exceed it by more than `maxSkew`.
 */
function spread(batch: Batch, rooms: readonly Room[]): { left: number; rooms: readonly Room[] } {
  const nodes = rooms.reduce((sum, room) => sum + room.nodes, 0);
  let left = batch.count;
  let after = rooms;
  for (let skew = batch.maxSkew ?? 0; left > 0 && skew > 0 && nodes > 0; ) {
    const wanted = Math.min(left, nodes);
    const round = onePerNode(batch, wanted, after);
    after = round.rooms;
    left -= round.placed;
    if (round.placed < wanted) skew -= 1;
  }
  return { left, rooms: after };
}

/** Places one pod on as many nodes as wanted, or as have room. */
function onePerNode(
  { cpu, memory, disk }: Amount,
  wanted: number,
  rooms: readonly Room[],
): { placed: number; rooms: Room[] } {
  let placed = 0;
  const after = rooms.flatMap((room) => {
    const hasRoom = room.pods > 0 && room.cpu >= cpu && room.memory >= memory && room.disk >= disk;
    const taken = hasRoom ? Math.min(wanted - placed, room.nodes) : 0;
    placed += taken;
    const used = {
      nodes: taken,
      cpu: room.cpu - cpu,
      memory: room.memory - memory,
      disk: room.disk - disk,
      pods: room.pods - 1,
    };
    return [used, { ...room, nodes: room.nodes - taken }].filter(({ nodes }) => nodes > 0);
  });
  return { placed, rooms: after };
}

/** Places as many pods of a batch as possible. */
function put({ cpu, memory, disk, count }: Batch, rooms: readonly Room[]): { left: number; rooms: Room[] } {
  let left = count;
  const after = rooms.flatMap((room) => {
    const resources = [times(room.cpu, cpu), times(room.memory, memory), times(room.disk, disk)];
    const fits = Math.max(0, Math.min(room.pods, ...resources));
    const taken = Math.min(left, fits * room.nodes);
    if (taken === 0) return [room];
    left -= taken;
    const full = Math.floor(taken / fits);
    const rest = taken % fits;
    const filled = (pods: number, nodes: number): Room => ({
      nodes,
      cpu: room.cpu - pods * cpu,
      memory: room.memory - pods * memory,
      disk: room.disk - pods * disk,
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
