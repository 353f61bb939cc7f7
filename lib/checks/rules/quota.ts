import { formatAmount } from '../../kube/quantity';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { Ledger, SCENARIO_TEXT, type Scenario, shortages } from '../facts/ledger';
import { exceeded, type PodQuota, podQuotas } from '../facts/quota';

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
    for (const quotas of podQuotas(cluster).values()) {
      // The widest quota first: a shortage at the maximum is one decision, and reported once for a namespace.
      let isDecided = false;
      for (const quota of [...quotas].sort((a, b) => b.entries.length - a.entries.length)) {
        for (const finding of shortages((scenario) => shortage(ledger, quota, scenario))) {
          if (finding.severity !== 'warning') yield finding;
          else if (!isDecided) {
            isDecided = true;
            yield finding;
          }
        }
      }
    }
  },
};

function shortage(
  ledger: Ledger,
  { object, namespace, entries }: PodQuota,
  scenario: Scenario,
): Finding | undefined {
  const need = ledger.need(namespace, scenario, entries);
  const figures = exceeded(object, need).map(({ resource, unit, needed, hard }) => {
    return `${resource} ${formatAmount(unit, needed)} of ${formatAmount(unit, hard)}`;
  });
  if (figures.length === 0) return undefined;
  const problem = `${SCENARIO_TEXT[scenario]}, the pods need ${figures.join(', ')}: ${REMEDY[scenario]}`;
  return { object, field: 'spec.hard', problem };
}
