import type { Finding } from '../engine/finding';
import { specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

interface NetworkPolicySpec {
  readonly podSelector: { readonly matchLabels?: object; readonly matchExpressions?: readonly object[] };
  readonly policyTypes: readonly string[];
}

/** Every namespace denies what no policy allows. */
export const defaultDeny: Rule = {
  id: 'default-deny',
  group: 'isolation',
  title: 'Every namespace has policies for all of its pods, of both directions.',
  protects: 'A pod that no policy names can be reached by everyone, and reaches everything.',
  *check(cluster): Iterable<Finding> {
    const denied = new Set<string>();
    for (const policy of cluster.ofKind('NetworkPolicy')) {
      const { podSelector = {}, policyTypes = [] } = specOf<NetworkPolicySpec>(policy);
      const labels = Object.keys(podSelector.matchLabels ?? {}).length;
      if (labels + (podSelector.matchExpressions ?? []).length > 0) continue;
      for (const type of policyTypes) denied.add(`${policy.namespace}/${type}`);
    }
    for (const object of cluster.ofKind('Namespace')) {
      const open = ['Ingress', 'Egress'].filter((type) => !denied.has(`${object.name}/${type}`));
      if (open.length === 0) continue;
      const problem = `no NetworkPolicy with an empty podSelector denies ${open.join(' and ')}: make the namespace with cluster.namespace(), which does`;
      yield { object, problem };
    }
  },
};
