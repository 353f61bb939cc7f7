import type { Labels } from '../../kube/labels';
import { formatCpu, formatMemory } from '../../kube/quantity';
import type { Finding } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { Ledger, type Need, SCENARIO_TEXT, type Scenario } from '../facts/ledger';
import { cpuOf, memoryOf } from '../facts/pod-size';

interface QuotaSpec {
  readonly hard: Labels;
  readonly scopes: readonly string[];
  readonly scopeSelector: object;
}

/** One resource that a quota counts. */
interface Counted {
  readonly of: (need: Need) => number;
  readonly parse: (quantity: string) => number;
  readonly format: (value: number) => string;
}

const cpu = (of: Counted['of']): Counted => ({ of, parse: cpuOf, format: formatCpu });
const memory = (of: Counted['of']): Counted => ({ of, parse: memoryOf, format: formatMemory });
const pieces = (of: Counted['of']): Counted => ({ of, parse: memoryOf, format: String });

/** What a quota may count, by the name that it has there. */
const COUNTED: Readonly<Record<string, Counted>> = {
  cpu: cpu(({ requests }) => requests.cpu),
  'requests.cpu': cpu(({ requests }) => requests.cpu),
  'limits.cpu': cpu(({ limits }) => limits.cpu),
  memory: memory(({ requests }) => requests.memory),
  'requests.memory': memory(({ requests }) => requests.memory),
  'limits.memory': memory(({ limits }) => limits.memory),
  pods: pieces(({ pods }) => pods),
  'count/pods': pieces(({ pods }) => pods),
  persistentvolumeclaims: pieces(({ claims }) => claims),
  'count/persistentvolumeclaims': pieces(({ claims }) => claims),
};

/** Every namespace's pods fit its quota: without load, while all roll out at once, and with all the load they may get. */
export const quota: Rule = {
  id: 'quota',
  group: 'capacity',
  title:
    "Every namespace's pods fit its quota, also while all of its workloads roll out at once; that autoscalers reach their maximum in it is asked for by a warning.",
  protects: 'Pods are refused: a rollout stands still, or load meets too few of them.',
  *check(cluster): Iterable<Finding> {
    const ledger = Ledger.of(cluster);
    for (const object of cluster.ofKind('ResourceQuota')) {
      const { hard = {}, scopes, scopeSelector } = specOf<QuotaSpec>(object);
      if (scopes || scopeSelector || object.namespace === undefined) continue;
      const minimum = exceeded(hard, ledger.need(object.namespace, 'minimum'));
      if (minimum.length > 0) {
        yield { object, ...told(minimum, 'minimum', 'raise it, or lower what the pods ask for') };
        continue;
      }
      const rollout = exceeded(hard, ledger.need(object.namespace, 'rollout'));
      if (rollout.length > 0) {
        yield {
          object,
          ...told(rollout, 'rollout', 'raise it, or let workloads roll out without a pod more (maxSurge: 0)'),
        };
      }
      const maximum = exceeded(hard, ledger.need(object.namespace, 'maximum'));
      if (maximum.length > 0) {
        const remedy =
          'the load for which maxReplicas was chosen cannot be served: raise the quota, or lower maxReplicas';
        yield { object, ...told(maximum, 'maximum', remedy), severity: 'warning' };
      }
    }
  },
};

function exceeded(hard: Labels, need: Need): QuotaFigure[] {
  return Object.entries(hard).flatMap(([resource, quantity]) => {
    const counted = COUNTED[resource];
    if (counted === undefined) return [];
    const needed = counted.of(need);
    return needed > counted.parse(String(quantity))
      ? [{ resource, needed: counted.format(needed), hard: String(quantity) }]
      : [];
  });
}

function told(
  all: readonly QuotaFigure[],
  scenario: Scenario,
  remedy: string,
): Pick<Finding, 'field' | 'problem'> {
  const figures = all.map(({ resource, needed, hard }) => `${resource} ${needed} of ${hard}`).join(', ');
  return { field: 'spec.hard', problem: `${SCENARIO_TEXT[scenario]}, its pods need ${figures}: ${remedy}` };
}

/** What a quota counts, and how much of it pods need. */
export interface QuotaFigure {
  readonly resource: string;
  readonly needed: string;
  readonly hard: string;
}

/** What a quota counts, against what its namespace's pods need, for `docs/checks.md`. */
export function quotaFigures(object: KubeObject, need: Need): QuotaFigure[] {
  const { hard = {} } = specOf<QuotaSpec>(object);
  return Object.entries(hard).flatMap(([resource, quantity]) => {
    const counted = COUNTED[resource];
    return counted ? [{ resource, needed: counted.format(counted.of(need)), hard: String(quantity) }] : [];
  });
}
