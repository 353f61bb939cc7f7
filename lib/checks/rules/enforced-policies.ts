import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

export const enforcedPolicies: Rule = {
  id: 'enforced-policies',
  group: 'isolation',
  title: 'The policy engine of the cluster enforces every network policy.',
  protects: 'The policy is accepted and ignored: a namespace that seems closed is open.',
  *check(cluster): Iterable<Finding> {
    const { policyEngine } = cluster.facts.network;
    if (policyEngine === 'none') {
      const problem =
        'the network enforces no policies (policyEngine: none): declare the policy engine of the cluster';
      for (const object of cluster.ofKind('NetworkPolicy')) yield { object, problem };
    }
    if (policyEngine !== 'cilium') {
      const problem = `only Cilium enforces this kind, and the policy engine is ${policyEngine}: use a NetworkPolicy`;
      for (const object of cluster.ofKind('CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'))
        yield { object, problem };
    }
  },
};
