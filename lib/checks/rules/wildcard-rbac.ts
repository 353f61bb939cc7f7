import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { bindingOf, policyRulesOf } from '../facts/rbac';

/** No role may do everything. */
export const wildcardRbac: Rule = {
  id: 'wildcard-rbac',
  group: 'security',
  title: 'No role has `*` among its verbs, resources or groups, and none is bound that may do everything.',
  protects: 'A program that is broken into, or a slip of its own, can change the whole cluster.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Role', 'ClusterRole')) {
      for (const [index, rule] of policyRulesOf(object).entries()) {
        for (const part of ['verbs', 'resources', 'apiGroups', 'nonResourceURLs'] as const) {
          if (!rule[part]?.includes('*')) continue;
          const problem = 'it means all that there is and will be: write out what is needed';
          yield { object, field: `rules[${index}].${part}`, value: rule[part], problem };
        }
      }
    }
    for (const object of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      const { name } = bindingOf(object).roleRef;
      const everyone = bindingOf(object).subjects.find(
        (subject) =>
          subject.kind === 'Group' &&
          /^system:(un)?authenticated$|^system:serviceaccounts$/.test(subject.name),
      );
      if (name === 'cluster-admin')
        yield {
          object,
          field: 'roleRef.name',
          value: name,
          problem: 'it may do everything: bind a role that has what is needed',
        };
      if (everyone)
        yield {
          object,
          field: 'subjects',
          value: everyone.name,
          problem: 'that is everyone who may speak to the API server: name who needs it',
        };
    }
  },
};
