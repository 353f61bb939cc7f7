import { formatCpu, formatMemory } from '../../kube/quantity';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { Ledger, type Need, SCENARIO_TEXT, type Scenario, shortages } from '../facts/ledger';
import type { Quantity } from '../facts/limits';
import { cpuOf, memoryOf } from '../facts/pod-size';

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

const REMEDY: Readonly<Record<Scenario, string>> = {
  minimum: 'raise the quota, or reduce the requests and limits',
  rollout: 'raise the quota, or set maxSurge to 0',
  maximum: 'raise the quota, or lower maxReplicas',
};

export const quota: Rule = {
  id: 'quota',
  group: 'capacity',
  title:
    'The pods of every namespace fit into its quota, also while all workloads roll out at once. A warning is reported if the pods at the maximum of the autoscalers do not fit.',
  protects: 'The API server rejects pods: a rollout stops, or too few pods serve the load.',
  *check(cluster): Iterable<Finding> {
    const ledger = Ledger.of(cluster);
    for (const object of cluster.ofKind('ResourceQuota')) {
      const { namespace, spec } = object;
      if (spec.scopes || spec.scopeSelector || namespace === undefined) continue;
      yield* shortages((scenario) => {
        const exceeded = quotaFigures(object, ledger.need(namespace, scenario)).filter((it) => it.isExceeded);
        if (exceeded.length === 0) return undefined;
        const figures = exceeded.map(({ resource, needed, hard }) => `${resource} ${needed} of ${hard}`);
        const problem = `${SCENARIO_TEXT[scenario]}, the pods need ${figures.join(', ')}: ${REMEDY[scenario]}`;
        return { object, field: 'spec.hard', problem };
      });
    }
  },
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
