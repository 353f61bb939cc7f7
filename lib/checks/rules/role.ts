import { list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { isGiven } from '../facts/given-objects';
import { bindingOf } from '../facts/rbac';

/** Every binding's role and service accounts are there. */
export const role: Rule = {
  id: 'role',
  group: 'references',
  title: 'Every role and service account that a binding names is made here, or comes with Kubernetes.',
  protects:
    'A program is refused what it needs, in the cluster only and for no reason that its own files show.',
  *check(cluster) {
    for (const object of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      const { roleRef, subjects } = bindingOf(object);
      const namespace = roleRef.kind === 'Role' ? object.namespace : undefined;
      const isElsewhere = namespace !== undefined && cluster.isForeign(namespace);
      const isThere = cluster.find(roleRef.kind, namespace, roleRef.name) !== undefined;
      if (!isThere && !isElsewhere && !isGiven(cluster, roleRef.kind, roleRef.name)) {
        const known = list(cluster.names(roleRef.kind, namespace));
        yield {
          object,
          field: 'roleRef.name',
          value: roleRef.name,
          problem: `there is no such ${roleRef.kind}: make it, or use one of ${known}`,
        };
      }
      for (const [index, { kind, name, namespace: of = object.namespace }] of subjects.entries()) {
        if (kind !== 'ServiceAccount' || of === undefined || cluster.isForeign(of)) continue;
        if (cluster.find(kind, of, name) !== undefined || isGiven(cluster, kind, name)) continue;
        const known = list(cluster.names(kind, of));
        yield {
          object,
          field: `subjects[${index}].name`,
          value: name,
          problem: `${of} has no such ServiceAccount: make it, or use one of ${known}`,
        };
      }
    }
  },
};
