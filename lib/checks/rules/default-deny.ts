import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

export const defaultDeny: Rule = {
  id: 'default-deny',
  group: 'isolation',
  title: 'Every namespace has policies for all of its pods, for both directions.',
  protects: 'A pod that no policy selects accepts all connections and may connect to everything.',
  *check(cluster): Iterable<Finding> {
    const denied = new Set<string>();
    for (const { namespace, spec } of cluster.ofKind('NetworkPolicy')) {
      const { podSelector: { matchLabels = {}, matchExpressions = [] } = {}, policyTypes = [] } = spec;
      if (Object.keys(matchLabels).length + matchExpressions.length > 0) continue;
      for (const type of policyTypes) denied.add(`${namespace}/${type}`);
    }
    for (const object of cluster.ofKind('Namespace')) {
      const open = ['Ingress', 'Egress'].filter((type) => !denied.has(`${object.name}/${type}`));
      const problem = `no NetworkPolicy with an empty podSelector denies ${open.join(' and ')}: make the namespace with cluster.addNamespace()`;
      if (open.length > 0) yield { object, problem };
    }
  },
};
