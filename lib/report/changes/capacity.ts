import type { NodePool } from '../../checks/engine/cluster-facts';
import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { perCluster } from '../../checks/engine/per-cluster';
import { type Headroom, headroom, nodeTotals, poolAmount } from '../../checks/facts/headroom';
import { nodeCount, SCENARIO_TEXT, SCENARIOS, type Scenario } from '../../checks/facts/ledger';
import { type NodeLoss, nodeLosses } from '../../checks/facts/node-loss';
import { unplaced } from '../../checks/facts/scheduling';
import { counted } from '../../kube/text';
import { amountText } from '../amounts';
import type { Consequence } from '../consequence';
import type { Comparison } from './compare';
import { type QuotaUse, quotasOf } from './quotas';
import { compareReplicas } from './replicas';

/** CPU in thousandths of a core, and memory in bytes. */
export interface CpuAndMemory {
  readonly cpu: number;
  readonly memory: number;
}

/** Nodes, and what they have together. */
export interface NodeTotals extends CpuAndMemory {
  readonly count: number;
}

/** What the pods of a cluster need in a situation, and what its nodes then have. */
export interface NodeUse {
  readonly situation: Scenario | 'one node less';
  /** The pool that has one node less; undefined in the other situations. */
  readonly pool: string | undefined;
  /** The requests of all pods, with those of the provider; with one node less, without pods of a negative priority. */
  readonly requested: CpuAndMemory;
  readonly nodes: NodeTotals;
  /** The nodes of each pool. */
  readonly pools: readonly (NodeTotals & { readonly name: string })[];
  /** The number of pods for which no node has room, also after autoscalers have added nodes. */
  readonly unplaced: number;
}

/** What the pods of a cluster need, and what its nodes and quotas have. */
export interface Capacity {
  /** The minimum, a rollout, the maximum, and one node less of each pool that does not grow; empty without nodes. */
  readonly situations: readonly NodeUse[];
  /** The number of previews and projects that can be added. */
  readonly more: readonly Pick<Headroom, 'what' | 'more'>[];
  /** Quotas that count pods of other scopes than priority classes are left out. */
  readonly quotas: readonly QuotaUse[];
}

/** The capacity of a cluster. */
export const capacityOf = perCluster((cluster): Capacity => {
  const { nodes } = cluster.facts;
  const situations = [
    ...SCENARIOS.map((scenario) => nodeUse(cluster, scenario, nodes)),
    ...nodeLosses(cluster).map(({ pool, nodes: left, entries }) =>
      nodeUse(cluster, 'minimum', left, { pool, entries }),
    ),
  ];
  return {
    situations: nodes.length === 0 ? [] : situations,
    more: headroom(cluster).map(({ what, more }) => ({ what, more })),
    quotas: quotasOf(cluster),
  };
});

function nodeUse(
  cluster: ClusterIndex,
  scenario: Scenario,
  nodes: readonly NodePool[],
  loss?: Pick<NodeLoss, 'pool' | 'entries'>,
): NodeUse {
  const { has, requested } = nodeTotals(cluster, scenario, nodes, loss?.entries);
  const batches = unplaced(cluster, scenario, nodes, loss?.entries);
  return {
    situation: loss === undefined ? scenario : 'one node less',
    pool: loss?.pool,
    requested: { cpu: requested.cpu, memory: requested.memory },
    nodes: { count: nodeCount(nodes, scenario), cpu: has.cpu, memory: has.memory },
    pools: nodes.map((pool) => {
      const { cpu, memory } = poolAmount(pool, scenario);
      return { name: pool.name, count: nodeCount([pool], scenario), cpu, memory };
    }),
    unplaced: batches.reduce((sum, { count }) => sum + count, 0),
  };
}

/** The changes of replicas, nodes, requests, room and pods without room. */
export const compareCapacity: Comparison = (before, after) => {
  const [was, now] = [capacityOf(before), capacityOf(after)];
  const [old, current] = [was.situations[0], now.situations[0]];
  if (old === undefined || current === undefined || before.objects.length === 0) return [];
  return [
    ...compareReplicas(before, after),
    ...pools(before.facts.nodes, after.facts.nodes),
    ...requests('CPU', 'cpu', old, current),
    ...requests('memory', 'memory', old, current),
    ...rooms(was.situations, now.situations),
    ...now.more.flatMap(({ what, more }) => {
      const before = was.more.find((one) => one.what === what)?.more;
      if (before === undefined || before === more) return [];
      return [
        about(
          `there is room for ${counted(more, `more ${what.replace(/s$/, '')}`)} (${before} before)`,
          more < before,
        ),
      ];
    }),
  ];
};

function pools(before: readonly NodePool[], after: readonly NodePool[]): Consequence[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [was, now] = [before, after].map((all) => poolText(all.find((pool) => pool.name === name)));
    return was === now ? [] : [about(`pool ${name} has ${now} (${was} before)`, true)];
  });
}

/** Such as `2 nodes of 3920m CPU and 14Gi memory`, or `1 to 3 nodes of …`. */
function poolText(pool: NodePool | undefined): string {
  if (pool === undefined) return 'no nodes';
  const { count, maxCount = count, cpu, memory } = pool;
  const nodes = maxCount > count ? `${count} to ${counted(maxCount, 'node')}` : counted(count, 'node');
  return `${nodes} of ${cpu} CPU and ${memory} memory`;
}

function rooms(before: readonly NodeUse[], after: readonly NodeUse[]): Consequence[] {
  return after.flatMap((now) => {
    const same = before.find(({ situation, pool }) => situation === now.situation && pool === now.pool);
    const was = same?.unplaced ?? 0;
    if (was === now.unplaced) return [];
    const verb = now.unplaced === 1 ? 'has' : 'have';
    const sentence = `${counted(now.unplaced, 'pod')} ${verb} no room ${situationText(now)} (${was} before)`;
    return [about(sentence, now.unplaced > was)];
  });
}

function situationText({ situation, pool }: NodeUse): string {
  return situation === 'one node less' ? `with one node of pool ${pool} less` : SCENARIO_TEXT[situation];
}

function requests(
  what: string,
  unit: 'cpu' | 'memory',
  { requested: was }: NodeUse,
  { requested: now, nodes }: NodeUse,
): Consequence[] {
  const [more, left] = [now[unit] - was[unit], nodes[unit] - now[unit]];
  if (more === 0) return [];
  const text = (amount: number) => amountText(unit, Math.abs(amount));
  const change = `${more > 0 ? '+' : '-'}${text(more)}`;
  const rest = left < 0 ? `${text(left)} more than the nodes have` : `${text(left)} left`;
  return [
    about(
      `the pods request ${text(now[unit])} of ${text(nodes[unit])} ${what} (${change}): ${rest}`,
      more > 0 && left < nodes[unit] / 10,
    ),
  ];
}

function about(sentence: string, isImportant: boolean): Consequence {
  return { topic: 'capacity', sentence, isImportant };
}
