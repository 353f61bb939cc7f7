import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { perCluster } from '../../checks/engine/per-cluster';
import { type Headroom, headroom, nodeTotals } from '../../checks/facts/headroom';
import { Ledger, SCENARIO_TEXT, type Scenario } from '../../checks/facts/ledger';
import { quotaFigures } from '../../checks/facts/quota';
import { unplaced } from '../../checks/facts/scheduling';
import { formatCpu, formatMemory } from '../../kube/quantity';
import type { Consequence } from '../consequence';
import { counted, shared } from '../names';
import type { Comparison } from './compare';

const SCENARIOS = ['minimum', 'rollout', 'maximum'] as const satisfies readonly Scenario[];

/** CPU in thousandths of a core, and memory in bytes. */
interface CpuAndMemory {
  readonly cpu: number;
  readonly memory: number;
}

/** A quota, and what the pods of its namespace need. */
export interface QuotaUse {
  readonly namespace: string;
  readonly quota: string;
  readonly resource: string;
  readonly hard: string;
  /** The need in each situation. */
  readonly needed: Readonly<Record<Scenario, string>>;
}

/** What the pods of a cluster need, and what its nodes have. */
export interface Capacity {
  readonly nodes: CpuAndMemory & { readonly count: number };
  /** The requests of all pods at their minimum, with those of the provider. */
  readonly requested: CpuAndMemory;
  /** The number of pods for which no node has room, in each situation. */
  readonly unplaced: Readonly<Record<Scenario | 'one node less', number>>;
  /** The number of previews and projects that can be added. */
  readonly more: readonly Pick<Headroom, 'what' | 'more'>[];
  readonly quotas: readonly QuotaUse[];
}

/** The capacity of a cluster. */
export const capacityOf = perCluster((cluster): Capacity => {
  const { has, requested } = nodeTotals(cluster);
  const count = (pods: ReturnType<typeof unplaced>) => pods.reduce((sum, batch) => sum + batch.count, 0);
  return {
    nodes: { count: Ledger.of(cluster).nodes('minimum'), cpu: has.cpu, memory: has.memory },
    requested: { cpu: requested.cpu, memory: requested.memory },
    unplaced: {
      minimum: count(unplaced(cluster, 'minimum')),
      rollout: count(unplaced(cluster, 'rollout')),
      maximum: count(unplaced(cluster, 'maximum')),
      'one node less': count(unplaced(cluster, 'minimum', withoutOneNode(cluster))),
    },
    more: headroom(cluster).map(({ what, more }) => ({ what, more })),
    quotas: quotasOf(cluster),
  };
});

/** The changes of requests, room and pods without room. */
export const compareCapacity: Comparison = (before, after) => {
  if (after.facts.nodes.length === 0 || before.objects.length === 0) return [];
  const [was, now] = [capacityOf(before), capacityOf(after)];
  return [
    ...requests('CPU', was.requested.cpu, now.requested.cpu, now.nodes.cpu, formatCpu),
    ...requests('memory', was.requested.memory, now.requested.memory, now.nodes.memory, formatMemory),
    ...rooms(was, now),
    ...now.more.flatMap(({ what, more }) => {
      const old = was.more.find((one) => one.what === what)?.more;
      if (old === undefined || old === more) return [];
      return [
        about(
          `there is room for ${counted(more, `more ${what.replace(/s$/, '')}`)} (${old} before)`,
          more < old,
        ),
      ];
    }),
  ];
};

const SITUATION: Readonly<Record<keyof Capacity['unplaced'], string>> = {
  ...SCENARIO_TEXT,
  'one node less': 'with one node less',
};

function rooms({ unplaced: was }: Capacity, { unplaced: now }: Capacity): Consequence[] {
  return ([...SCENARIOS, 'one node less'] as const)
    .filter((situation) => was[situation] !== now[situation])
    .map((situation) => {
      const verb = now[situation] === 1 ? 'has' : 'have';
      const sentence = `${counted(now[situation], 'pod')} ${verb} no room ${SITUATION[situation]} (${was[situation]} before)`;
      return about(sentence, now[situation] > was[situation]);
    });
}

function requests(
  what: string,
  was: number,
  now: number,
  has: number,
  format: (value: number) => string,
): Consequence[] {
  if (was === now) return [];
  const change = `${now > was ? '+' : '-'}${format(Math.abs(now - was))}`;
  const left = has - now;
  const rest = left < 0 ? `${format(-left)} more than the nodes have` : `${format(left)} left`;
  return [
    about(
      `the pods request ${format(now)} of ${format(has)} ${what} (${change}): ${rest}`,
      now > was && left < has / 10,
    ),
  ];
}

function about(sentence: string, isImportant: boolean): Consequence {
  return { topic: 'capacity', sentence, isImportant };
}

/** The nodes without one of the largest pool. */
function withoutOneNode({ facts: { nodes } }: ClusterIndex) {
  const largest = nodes.reduce(
    (best, pool, index) => ((nodes[best]?.count ?? 0) < pool.count ? index : best),
    0,
  );
  return nodes.map((pool, index) =>
    index === largest
      ? {
          ...pool,
          count: Math.max(0, pool.count - 1),
          maxCount: Math.max(0, (pool.maxCount ?? pool.count) - 1),
        }
      : pool,
  );
}

function quotasOf(cluster: ClusterIndex): QuotaUse[] {
  const ledger = Ledger.of(cluster);
  return cluster.ofKind('ResourceQuota').flatMap((quota) => {
    const { namespace = 'default', name } = quota;
    const figures = SCENARIOS.map((scenario) => quotaFigures(quota, ledger.need(namespace, scenario)));
    const [minimum = [], rollout = [], maximum = []] = figures;
    return minimum.map(({ resource, hard, needed }, index) => ({
      namespace: shared(cluster, namespace, namespace),
      quota: name,
      resource,
      hard,
      needed: {
        minimum: needed,
        rollout: rollout[index]?.needed ?? needed,
        maximum: maximum[index]?.needed ?? needed,
      },
    }));
  });
}
