import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

const PARTS = ['verbs', 'resources', 'apiGroups', 'nonResourceURLs'] as const;

const EVERYONE = /^system:(un)?authenticated$|^system:serviceaccounts$/;

export const wildcardRbac: Rule = {
  id: 'wildcard-rbac',
  group: 'security',
  title:
    'No role has `*` among its verbs, resources or groups, and no binding refers to `cluster-admin` or to all users.',
  protects: 'An attacker in the program, or an error of the program, can change the whole cluster.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Role', 'ClusterRole')) {
      const problem = '"*" also includes everything that is added later: list the required ones';
      for (const [index, rule] of (object.json.rules ?? []).entries())
        for (const part of PARTS.filter((it) => rule[it]?.includes('*')))
          yield { object, field: `rules[${index}].${part}`, value: rule[part], problem };
    }
    for (const object of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      const { roleRef, subjects = [] } = object.json;
      if (roleRef?.name === 'cluster-admin') {
        const problem = 'the role has all permissions: bind a role with the required ones';
        yield { object, field: 'roleRef.name', value: roleRef.name, problem };
      }
      const everyone = subjects.find(({ kind, name }) => kind === 'Group' && EVERYONE.test(name));
      const problem = 'the group contains all users of the API server: name the users that need the role';
      if (everyone) yield { object, field: 'subjects', value: everyone.name, problem };
    }
  },
};
