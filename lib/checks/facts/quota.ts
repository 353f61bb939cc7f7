import type { Unit } from '../../kube/quantity';
import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { type Entry, Ledger, type Need, plusPods } from './ledger';
import { cpuOf, largestFirst, memoryOf } from './pod-size';

/** A resource that a quota limits. */
interface Limited {
  readonly unit: Unit;
  readonly of: (need: Need) => number;
}

const cpu = (of: Limited['of']): Limited => ({ unit: 'cpu', of });
const memory = (of: Limited['of']): Limited => ({ unit: 'memory', of });
const count = (of: Limited['of']): Limited => ({ unit: 'count', of });

/** The resources by their names in a quota. */
const LIMITED: Readonly<Record<string, Limited>> = {
  cpu: cpu(({ requests }) => requests.cpu),
  'requests.cpu': cpu(({ requests }) => requests.cpu),
  'limits.cpu': cpu(({ limits }) => limits.cpu),
  memory: memory(({ requests }) => requests.memory),
  'requests.memory': memory(({ requests }) => requests.memory),
  'limits.memory': memory(({ limits }) => limits.memory),
  pods: count(({ pods }) => pods),
  'count/pods': count(({ pods }) => pods),
  persistentvolumeclaims: count(({ claims }) => claims),
  'count/persistentvolumeclaims': count(({ claims }) => claims),
};

/** A resource of a quota, and the need of the pods, in one unit. */
export interface QuotaFigure {
  /** Such as `requests.cpu`. */
  readonly resource: string;
  readonly unit: Unit;
  readonly needed: number;
  readonly hard: number;
}

/** The resources of a quota, with the need of the pods of its namespace. */
export function quotaFigures({ spec }: KubeObject<'ResourceQuota'>, need: Need): QuotaFigure[] {
  return Object.entries(spec.hard ?? {}).flatMap(([resource, quantity]) => {
    const limited = LIMITED[resource];
    if (limited === undefined) return [];
    const { unit, of } = limited;
    const hard = unit === 'cpu' ? cpuOf(quantity) : memoryOf(quantity);
    return [{ resource, unit, needed: of(need), hard }];
  });
}

/**
 * The resources of a quota that the pods exceed.
 *
 * @throws Error if a number is unknown, because an object violates its schema
 */
export function exceeded(quota: KubeObject<'ResourceQuota'>, need: Need): QuotaFigure[] {
  return quotaFigures(quota, need).filter(({ resource, needed, hard }) => {
    if (Number.isNaN(needed) || Number.isNaN(hard)) throw new Error(`${resource}: not a number`);
    return needed > hard;
  });
}

/** A quota, and the pod templates whose pods it counts. */
export interface PodQuota {
  readonly object: KubeObject<'ResourceQuota'>;
  readonly namespace: string;
  readonly entries: readonly Entry[];
}

/** The quotas that count pods, by namespace. Quotas with other scopes than `PriorityClass` are left out. */
export const podQuotas = perCluster((cluster): ReadonlyMap<string, PodQuota[]> => {
  const ledger = Ledger.of(cluster);
  const quotas = cluster.ofKind('ResourceQuota').flatMap((object): PodQuota[] => {
    const { namespace = 'default', spec } = object;
    const selector = spec.scopeSelector?.matchExpressions ?? [];
    if (spec.scopes || selector.some(({ scopeName }) => scopeName !== 'PriorityClass')) return [];
    const entries = ledger
      .in(namespace)
      .filter(({ workload }) => countsClass(object, workload.pod.priorityClassName));
    return [{ object, namespace, entries }];
  });
  return groupBy(quotas, ({ namespace }) => namespace);
});

/** Whether a quota counts pods of a priority class; undefined for pods without one. */
export function countsClass({ spec }: KubeObject<'ResourceQuota'>, name: string | undefined): boolean {
  return (spec.scopeSelector?.matchExpressions ?? []).every(({ operator, values = [] }) => {
    const isListed = name !== undefined && values.includes(name);
    if (operator === 'In') return isListed;
    if (operator === 'NotIn') return !isListed;
    return (operator === 'Exists') === (name !== undefined);
  });
}

/** Numbers of pods by their templates, in a namespace whose quotas admit them. */
export class Admission {
  private readonly needs: Map<PodQuota, Need>;
  private readonly counts = new Map<Entry, number>();
  private readonly ledger: Ledger;

  /** Every pod template has the pods of its minimum. */
  constructor(cluster: ClusterIndex, namespace: string) {
    this.ledger = Ledger.of(cluster);
    const quotas = podQuotas(cluster).get(namespace) ?? [];
    this.needs = new Map(
      quotas.map((quota) => [quota, this.ledger.need(namespace, 'minimum', quota.entries)] as const),
    );
    for (const entry of this.ledger.in(namespace))
      this.counts.set(entry, this.ledger.count(entry, 'minimum'));
  }

  count(entry: Entry): number {
    return this.counts.get(entry) ?? 0;
  }

  /** The quota that refuses more pods, and the resource that is used up; undefined if all quotas admit them. */
  refusal(entry: Entry, more = 1): { quota: PodQuota['object']; resource: string } | undefined {
    for (const [quota, need] of this.needs) {
      if (!quota.entries.includes(entry)) continue;
      const [full] = exceeded(quota.object, plusPods(need, entry, more));
      if (full) return { quota: quota.object, resource: full.resource };
    }
    return undefined;
  }

  /** Adds pods up to a number, by default the autoscaler's maximum, as long as the quotas admit them. */
  fill(entry: Entry, most = this.ledger.count(entry, 'maximum')): void {
    // A binary search: an autoscaler may ask for any number of pods.
    let [admitted, refused] = [0, Math.max(0, most - this.count(entry)) + 1];
    while (refused - admitted > 1) {
      const middle = Math.floor((admitted + refused) / 2);
      if (this.refusal(entry, middle) === undefined) admitted = middle;
      else refused = middle;
    }
    for (const [quota, need] of this.needs)
      if (quota.entries.includes(entry)) this.needs.set(quota, plusPods(need, entry, admitted));
    this.counts.set(entry, this.count(entry) + admitted);
  }
}

/**
 * The number of pods of each pod template at the autoscalers' maximum, without the pods that a quota refuses.
 *
 * Quotas admit the pods at the minimum first, and then larger pods before smaller ones.
 */
export const admittedPods = perCluster((cluster): ReadonlyMap<Entry, number> => {
  const ledger = Ledger.of(cluster);
  const counts = new Map(ledger.entries.map((entry) => [entry, ledger.count(entry, 'maximum')]));
  for (const namespace of podQuotas(cluster).keys()) {
    const admission = new Admission(cluster, namespace);
    const entries = [...ledger.in(namespace)].sort((a, b) => largestFirst(a.size.requests, b.size.requests));
    for (const entry of entries) {
      admission.fill(entry);
      counts.set(entry, admission.count(entry));
    }
  }
  return counts;
});
