import { objectName } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { issuerOf, issuerReferences, namesOf, solverOf, solverPodClass } from '../facts/issuers';
import { Ledger, plusPods, SCENARIO_TEXT, type Scenario } from '../facts/ledger';
import { countsClass, exceeded, podQuotas } from '../facts/quota';

/**
 * The pod with which cert-manager answers an HTTP-01 challenge, with its default resources: CPU in thousandths of a core,
 * and memory in bytes.
 *
 * @see https://cert-manager.io/docs/cli/controller/
 */
const SOLVER = {
  size: {
    requests: { cpu: 10, memory: 64 * 1024 ** 2, disk: 0 },
    limits: { cpu: 100, memory: 64 * 1024 ** 2, disk: 0 },
  },
};

export const solverQuota: Rule = {
  id: 'solver-quota',
  group: 'capacity',
  title:
    'Every quota in the namespace of a certificate with HTTP-01 has room for the pod that answers the challenge, or does not count this pod. A warning is reported if autoscalers can use up the room.',
  protects: 'A full quota refuses the pod, and the certificate expires.',
  *check(cluster) {
    const quotas = podQuotas(cluster);
    for (const reference of issuerReferences(cluster)) {
      const { object } = reference;
      const issuer = issuerOf(cluster, reference);
      if (issuer === undefined) continue;
      const solvers = namesOf(cluster, object).flatMap(
        (name) => solverOf(issuer, object, name)?.http01 ?? [],
      );
      const classes = solvers.map(solverPodClass);
      for (const quota of quotas.get(object.namespace ?? 'default') ?? []) {
        if (!classes.some((className) => countsClass(quota.object, className))) continue;
        const full = (load: Scenario) => {
          const need = Ledger.of(cluster).need(quota.namespace, load, quota.entries);
          return exceeded(quota.object, plusPods(need, SOLVER)).map(({ resource }) => resource);
        };
        const [load, severity] =
          full('minimum').length > 0 ? (['minimum', 'error'] as const) : (['maximum', 'warning'] as const);
        if (full(load).length === 0) continue;
        const problem = `${SCENARIO_TEXT[load]}, ${objectName(quota.object)} has no room (${full(load).join(', ')}) for the pod that answers the HTTP-01 challenge: give this pod a priority class in ${objectName(issuer)}, and exclude the class from the quota`;
        yield { object, problem, severity };
      }
    }
  },
};
