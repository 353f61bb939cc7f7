import type { NodePool } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { envoyFleets } from './envoys';
import { claimTemplates } from './pod-references';
import { type Amount, type PodSize, plus, podSize, ZERO } from './pod-size';
import { replicasOf, type Scale, scaleOf } from './scale';
import type { Workload } from './workload';

/** The situations in which all pods must fit: without load, during a rollout of all workloads, and with full load. */
export const SCENARIOS = ['minimum', 'rollout', 'maximum'] as const;

export type Scenario = (typeof SCENARIOS)[number];

/**
 * The situations in which pods are counted.
 *
 * With `terminating`, a rollout has started all new pods, and the old ones count until their grace periods end. Pods that
 * do not fit then are not refused forever: they wait for the old ones.
 */
export const LOADS = ['minimum', 'rollout', 'terminating', 'maximum'] as const;

export type Load = (typeof LOADS)[number];

/** The beginning of a message about a scenario. */
export const SCENARIO_TEXT: Readonly<Record<Scenario, string>> = {
  minimum: 'at the minimum',
  rollout: 'while all workloads roll out at once',
  maximum: "at the autoscalers' maximum",
};

/** The total needs of the pods of a namespace. */
export interface Need {
  readonly pods: number;
  readonly requests: Amount;
  readonly limits: Amount;
  readonly claims: number;
}

/** A pod template, with the size and the number of its pods. */
export interface Entry {
  readonly workload: Workload;
  readonly size: PodSize;
  readonly scale: Scale;
}

/** The needs of all pod templates of a cluster, and of the Envoys of its Gateways, by namespace. */
export class Ledger {
  /** The ledger of a cluster. */
  static readonly of = perCluster((cluster) => new Ledger(cluster));

  readonly entries: readonly Entry[];
  private readonly byNamespace: ReadonlyMap<string, Entry[]>;
  private readonly claims: ReadonlyMap<string, KubeObject[]>;

  private constructor(private readonly cluster: ClusterIndex) {
    const entryOf = (workload: Workload, autoscaled?: Pick<Scale, 'min' | 'max'>): Entry => ({
      workload,
      size: podSize(cluster, workload),
      scale: { ...scaleOf(cluster, workload), ...autoscaled },
    });
    this.entries = [
      ...cluster.workloads.map((workload) => entryOf(workload)),
      ...envoyFleets(cluster).map(({ workload, autoscaled }) => entryOf(workload, autoscaled)),
    ];
    this.byNamespace = groupBy(this.entries, ({ workload }) => workload.namespace);
    this.claims = groupBy(cluster.ofKind('PersistentVolumeClaim'), (claim) => claim.namespace ?? 'default');
  }

  /** The pod templates of a namespace. */
  in(namespace: string): readonly Entry[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** The number of pods of an entry, by default on all nodes. */
  count({ scale }: Entry, load: Load, nodes = this.nodes(load)): number {
    const { min, max, surge, terminating } = scale;
    const each = { minimum: min, rollout: min + surge, terminating: min + terminating, maximum: max }[load];
    return scale.perNode ? each * nodes : each;
  }

  /** The number of nodes. */
  nodes(load: Load): number {
    return nodeCount(this.cluster.facts.nodes, load);
  }

  /** The total needs of the pods of a namespace, or of some of its pod templates. */
  need(namespace: string, load: Load, entries: readonly Entry[] = this.in(namespace)): Need {
    const claims = this.claims.get(namespace)?.length ?? 0;
    return entries.reduce<Need>(
      (need, entry) => {
        const templates = claimTemplates(entry.workload).length;
        const claims = need.claims + templates * (replicasOf(entry.workload.object) ?? 1);
        return { ...plusPods(need, entry, this.count(entry, load)), claims };
      },
      { pods: 0, requests: ZERO, limits: ZERO, claims },
    );
  }
}

/** The number of nodes of some pools. A pool without a maximum does not grow. */
export function nodeCount(pools: readonly NodePool[], load: Load): number {
  return pools.reduce((sum, { count, maxCount = count }) => sum + (load === 'maximum' ? maxCount : count), 0);
}

/** A need with additional pods. */
export function plusPods(need: Need, { size }: { readonly size: PodSize }, count = 1): Need {
  return {
    ...need,
    pods: need.pods + count,
    requests: plus(need.requests, size.requests, count),
    limits: plus(need.limits, size.limits, count),
  };
}

/**
 * The findings about what does not fit in a scenario.
 *
 * A shortage at the minimum includes those of the other scenarios. A shortage at the maximum is a warning.
 */
export function* shortages(findingOf: (scenario: Scenario) => Finding | undefined): Iterable<Finding> {
  const minimum = findingOf('minimum');
  if (minimum) {
    yield minimum;
    return;
  }
  const [rollout, maximum] = [findingOf('rollout'), findingOf('maximum')];
  if (rollout) yield rollout;
  if (maximum) yield { ...maximum, severity: 'warning' };
}
