import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { Ledger, SCENARIO_TEXT, type Scenario, shortages } from '../facts/ledger';
import { podQuotas, quotaFigures } from '../facts/quota';

const REMEDY: Readonly<Record<Scenario, string>> = {
  minimum: 'raise the quota, or reduce the requests and limits',
  rollout: 'raise the quota, or set maxSurge to 0',
  maximum: 'decide whether to raise the quota or to lower maxReplicas',
};

export const quota: Rule = {
  id: 'quota',
  group: 'capacity',
  title:
    'The pods of every namespace fit into its quota, also while all workloads roll out at once. A warning is reported if the pods at the maximum of the autoscalers do not fit.',
  protects: 'The API server rejects pods: a rollout stops, or too few pods serve the load.',
  *check(cluster): Iterable<Finding> {
    const ledger = Ledger.of(cluster);
    for (const object of [...podQuotas(cluster).values()].flat()) {
      const { namespace = 'default' } = object;
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
