import { formatCpu, formatMemory } from '../../kube/quantity';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { type Entry, Ledger, type Need, plusPods } from './ledger';
import type { Quantity } from './limits';
import { cpuOf, largestFirst, memoryOf } from './pod-size';

/** A resource that a quota limits. */
interface Limited {
  readonly of: (need: Need) => number;
  readonly parse: (quantity: Quantity) => number;
  readonly format: (value: number) => string;
}

const cpu = (of: Limited['of']): Limited => ({ of, parse: cpuOf, format: formatCpu });
const memory = (of: Limited['of']): Limited => ({ of, parse: memoryOf, format: formatMemory });
const count = (of: Limited['of']): Limited => ({ of, parse: memoryOf, format: String });

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

/** A resource of a quota, and the need of the pods. */
export interface QuotaFigure {
  readonly resource: string;
  readonly needed: string;
  readonly hard: string;
  readonly isExceeded: boolean;
}

/** The resources of a quota, with the need of the pods of its namespace. */
export function quotaFigures({ spec }: KubeObject<'ResourceQuota'>, need: Need): QuotaFigure[] {
  return Object.entries(spec.hard ?? {}).flatMap(([resource, hard]) => {
    const limited = LIMITED[resource];
    if (limited === undefined) return [];
    const needed = limited.of(need);
    const isExceeded = needed > limited.parse(hard);
    return [{ resource, needed: limited.format(needed), hard: String(hard), isExceeded }];
  });
}

/** The quotas that count every pod of their namespace, which are those without scopes, by namespace. */
export const podQuotas = perCluster((cluster): ReadonlyMap<string, KubeObject<'ResourceQuota'>[]> => {
  const quotas = cluster.ofKind('ResourceQuota').filter(({ spec }) => !spec.scopes && !spec.scopeSelector);
  return groupBy(quotas, ({ namespace = 'default' }) => namespace);
});

/**
 * The number of pods of each pod template at the autoscalers' maximum, without the pods that a quota refuses.
 *
 * A quota admits the pods at the minimum first, and then larger pods before smaller ones.
 */
export const admittedPods = perCluster((cluster): ReadonlyMap<Entry, number> => {
  const ledger = Ledger.of(cluster);
  const counts = new Map(ledger.entries.map((entry) => [entry, ledger.count(entry, 'maximum')]));
  for (const [namespace, quotas] of podQuotas(cluster)) {
    const fits = (need: Need) =>
      quotas.every((quota) => quotaFigures(quota, need).every(({ isExceeded }) => !isExceeded));
    if (fits(ledger.need(namespace, 'maximum'))) continue;
    let need = ledger.need(namespace, 'minimum');
    const entries = [...ledger.in(namespace)].sort((a, b) => largestFirst(a.size.requests, b.size.requests));
    for (const entry of entries) {
      let count = ledger.count(entry, 'minimum');
      while (count < ledger.count(entry, 'maximum') && fits(plusPods(need, entry))) {
        need = plusPods(need, entry);
        count += 1;
      }
      counts.set(entry, count);
    }
  }
  return counts;
});
