import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/**
 * The rules of NetworkPolicies whose lists are written and empty. A list that is left out is a decision.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export const emptyRule: Rule = {
  id: 'empty-rule',
  group: 'isolation',
  title: 'No rule of a NetworkPolicy has an empty list of peers or ports.',
  protects:
    'An empty list matches every address or every port: a rule that seems to allow nothing allows everything.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('NetworkPolicy')) {
      const { ingress = [], egress = [] } = object.spec;
      const lists = [
        ...ingress.flatMap(({ from, ports }, index) => [
          { field: `spec.ingress[${index}].from`, value: from, meaning: 'everyone' },
          { field: `spec.ingress[${index}].ports`, value: ports, meaning: 'every port' },
        ]),
        ...egress.flatMap(({ to, ports }, index) => [
          { field: `spec.egress[${index}].to`, value: to, meaning: 'every destination' },
          { field: `spec.egress[${index}].ports`, value: ports, meaning: 'every port' },
        ]),
      ];
      for (const { field, value, meaning } of lists) {
        const problem = `an empty list allows ${meaning}: add the intended entries, or remove the rule`;
        if (value?.length === 0) yield { object, field, value, problem };
      }
    }
  },
};
