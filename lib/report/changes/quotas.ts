import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { Ledger, SCENARIOS, type Scenario } from '../../checks/facts/ledger';
import { podQuotas, quotaFigures } from '../../checks/facts/quota';
import type { Unit } from '../../kube/quantity';
import { sharedNamespace } from '../names';

/** A resource of a quota, and what the pods of its namespace need. */
export interface QuotaUse {
  readonly namespace: string;
  readonly quota: string;
  /** Such as `requests.cpu`. */
  readonly resource: string;
  /** The unit of the numbers. {@link formatAmount} writes them. */
  readonly unit: Unit;
  readonly hard: number;
  /** The need in each situation. */
  readonly needed: Readonly<Record<Scenario, number>>;
}

/** The quotas of a cluster, with what its pods need. */
export function quotasOf(cluster: ClusterIndex): QuotaUse[] {
  const ledger = Ledger.of(cluster);
  return [...podQuotas(cluster).values()].flat().flatMap(({ object, namespace, entries }) => {
    const figures = SCENARIOS.map((scenario) =>
      quotaFigures(object, ledger.need(namespace, scenario, entries)),
    );
    const [minimum = [], rollout = [], maximum = []] = figures;
    return minimum.map(({ needed, resource, unit, hard }, index) => ({
      namespace: sharedNamespace(cluster, namespace),
      quota: object.name,
      resource,
      unit,
      hard,
      needed: {
        minimum: needed,
        rollout: rollout[index]?.needed ?? needed,
        maximum: maximum[index]?.needed ?? needed,
      },
    }));
  });
}
