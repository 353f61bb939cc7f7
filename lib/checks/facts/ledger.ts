import type { ClusterIndex } from '../engine/cluster-index';
import { specOf } from '../engine/kube-object';
import { claimTemplates } from './pod-references';
import { type Amount, type PodSize, plus, podSize, ZERO } from './pod-size';
import { autoscalersOf, type Scale, scaleOf } from './scale';
import type { Workload } from './workload';

/** When pods are counted: without load, while everything rolls out at once, and as far as autoscalers may go. */
export const SCENARIOS = ['minimum', 'rollout', 'maximum'] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** How a message names each scenario. */
export const SCENARIO_TEXT: Readonly<Record<Scenario, string>> = {
  minimum: 'at the minimum',
  rollout: 'while every workload rolls out at once',
  maximum: "at the autoscalers' maximum",
};

/** What a namespace's pods need together. */
export interface Need {
  readonly pods: number;
  readonly requests: Amount;
  readonly limits: Amount;
  readonly claims: number;
}

/** One pod template's part in the ledger. */
export interface Entry {
  readonly workload: Workload;
  readonly size: PodSize;
  readonly scale: Scale;
}

/** What all pod templates of a cluster need, by namespace. */
export class Ledger {
  readonly entries: readonly Entry[];
  private readonly byNamespace = new Map<string, Entry[]>();
  private readonly ownClaims = new Map<string, number>();

  constructor(private readonly cluster: ClusterIndex) {
    const autoscalers = autoscalersOf(cluster);
    this.entries = cluster.workloads.map((workload) => ({
      workload,
      size: podSize(cluster, workload),
      scale: scaleOf(workload, autoscalers.get(workload.object)),
    }));
    for (const entry of this.entries) {
      const own = this.byNamespace.get(entry.workload.namespace);
      if (own) own.push(entry);
      else this.byNamespace.set(entry.workload.namespace, [entry]);
    }
    for (const { namespace = 'default' } of cluster.ofKind('PersistentVolumeClaim'))
      this.ownClaims.set(namespace, (this.ownClaims.get(namespace) ?? 0) + 1);
  }

  /** The ledger of a cluster, made once. */
  static of(cluster: ClusterIndex): Ledger {
    const found = ledgers.get(cluster) ?? new Ledger(cluster);
    ledgers.set(cluster, found);
    return found;
  }

  /** How many pods of an entry there are. */
  count({ scale }: Entry, scenario: Scenario): number {
    const each = scenario === 'maximum' ? scale.max : scale.min + (scenario === 'rollout' ? scale.surge : 0);
    return scale.perNode ? each * this.nodes(scenario) : each;
  }

  /** How many nodes there are; pools without a maximum do not grow. */
  nodes(scenario: Scenario): number {
    return this.cluster.facts.nodes.reduce(
      (sum, { count, maxCount = count }) => sum + (scenario === 'maximum' ? maxCount : count),
      0,
    );
  }

  /** What a namespace's pods need together. */
  need(namespace: string, scenario: Scenario): Need {
    const entries = this.byNamespace.get(namespace) ?? [];
    let need: Need = { pods: 0, requests: ZERO, limits: ZERO, claims: this.ownClaims.get(namespace) ?? 0 };
    for (const entry of entries) {
      const count = this.count(entry, scenario);
      need = {
        pods: need.pods + count,
        requests: plus(need.requests, entry.size.requests, count),
        limits: plus(need.limits, entry.size.limits, count),
        claims:
          need.claims +
          claimTemplates(entry.workload).length *
            (specOf<{ replicas: number }>(entry.workload.object).replicas ?? 1),
      };
    }
    return need;
  }
}

const ledgers = new WeakMap<ClusterIndex, Ledger>();
