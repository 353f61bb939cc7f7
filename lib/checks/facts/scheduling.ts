import type { NodePool, ProviderPods } from '../engine/cluster-facts';
import type { Ledger, Scenario } from './ledger';
import { type Amount, cpuOf, memoryOf } from './pod-size';

/** How many pods a node runs where its pool does not say. */
const PODS_PER_NODE = 110;

/** Nodes that have the same room left. */
interface Room extends Amount {
  readonly nodes: number;
  readonly pods: number;
}

/** Pods of one size. */
interface Batch extends Amount {
  readonly names: readonly string[];
  readonly count: number;
}

/** What finds no place: pods of one size, with whose they are. */
export interface Homeless extends Amount {
  readonly names: readonly string[];
  readonly count: number;
}

/**
 * Places every pod on the declared nodes, the largest first, and tells which find no room.
 *
 * Pods are placed by size, and nodes with the same room together, so that the time depends on how many sizes there are
 * and not on how many pods. That pods spread over nodes, or ask for certain ones, is left aside: what finds no place
 * here finds none at all or nearly so.
 *
 * @param providerPods pods that are there before any other
 */
export function place(
  ledger: Ledger,
  pools: readonly NodePool[],
  scenario: Scenario,
  providerPods: readonly ProviderPods[] = [],
): Homeless[] {
  let rooms: Room[] = pools.map(({ count, maxCount = count, cpu, memory, pods = PODS_PER_NODE }) => ({
    nodes: maxCount,
    cpu: cpuOf(cpu),
    memory: memoryOf(memory),
    pods,
  }));
  const onEveryNode = [
    ...providerPods.filter(({ replicas }) => replicas === 'every node').map(requestsOf),
    ...ledger.entries.filter(({ scale }) => scale.perNode).map(({ size }) => size.requests),
  ];
  for (const { cpu, memory } of onEveryNode) {
    rooms = rooms.map((room) => ({
      ...room,
      cpu: room.cpu - cpu,
      memory: room.memory - memory,
      pods: room.pods - 1,
    }));
  }
  const homeless: Homeless[] = [];
  for (const batch of [...providerBatches(providerPods), ...batches(ledger, scenario)]) {
    const { left, rooms: after } = put(batch, rooms);
    rooms = after;
    if (left > 0) homeless.push({ ...batch, count: left });
  }
  return homeless;
}

function requestsOf({ cpu, memory }: ProviderPods): Amount {
  return { cpu: cpuOf(cpu), memory: memoryOf(memory) };
}

function providerBatches(providerPods: readonly ProviderPods[]): Batch[] {
  return providerPods.flatMap((pods) => {
    const { namespace, name, replicas } = pods;
    return replicas === 'every node'
      ? []
      : [{ ...requestsOf(pods), names: [`${namespace}/${name}`], count: replicas }];
  });
}

function batches(ledger: Ledger, scenario: Scenario): Batch[] {
  const found = new Map<string, { cpu: number; memory: number; names: string[]; count: number }>();
  for (const entry of ledger.entries) {
    const count = entry.scale.perNode ? 0 : ledger.count(entry, scenario);
    if (count === 0) continue;
    const { cpu, memory } = entry.size.requests;
    const { namespace, object } = entry.workload;
    const key = `${cpu}/${memory}`;
    const batch = found.get(key) ?? { cpu, memory, names: [], count: 0 };
    found.set(key, batch);
    batch.names.push(`${namespace}/${object.name}`);
    batch.count += count;
  }
  return [...found.values()].sort((a, b) => b.memory - a.memory || b.cpu - a.cpu);
}

function put({ cpu, memory, count }: Batch, rooms: readonly Room[]): { left: number; rooms: Room[] } {
  let left = count;
  const after: Room[] = [];
  for (const room of rooms) {
    const fits = Math.max(0, Math.min(room.pods, times(room.cpu, cpu), times(room.memory, memory)));
    const taken = Math.min(left, fits * room.nodes);
    if (taken === 0) {
      after.push(room);
      continue;
    }
    left -= taken;
    const full = Math.floor(taken / fits);
    const rest = taken % fits;
    const filled = (pods: number, nodes: number): Room => ({
      nodes,
      cpu: room.cpu - pods * cpu,
      memory: room.memory - pods * memory,
      pods: room.pods - pods,
    });
    if (full > 0) after.push(filled(fits, full));
    if (rest > 0) after.push(filled(rest, 1));
    const untouched = room.nodes - full - (rest > 0 ? 1 : 0);
    if (untouched > 0) after.push({ ...room, nodes: untouched });
  }
  return { left, rooms: after };
}

function times(room: number, each: number): number {
  return each === 0 ? Number.POSITIVE_INFINITY : Math.floor(room / each);
}
