import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/** No policy is made that nothing enforces. */
export const enforcedPolicies: Rule = {
  id: 'enforced-policies',
  group: 'isolation',
  title: "Every network policy is of a kind that the cluster's engine enforces.",
  protects: 'The policy is accepted and ignored: everyone believes the namespace closed, and it is open.',
  *check(cluster): Iterable<Finding> {
    const { policyEngine } = cluster.facts.network;
    if (policyEngine === 'none') {
      for (const object of cluster.ofKind('NetworkPolicy'))
        yield {
          object,
          problem:
            'the network enforces no policy (policyEngine: none): declare the engine that runs beside it',
        };
    }
    if (policyEngine !== 'cilium') {
      for (const object of cluster.ofKind('CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'))
        yield {
          object,
          problem: `only Cilium enforces it, and the cluster runs ${policyEngine}: use a NetworkPolicy`,
        };
    }
  },
};
