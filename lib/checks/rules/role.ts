import type { ClusterIndex } from '../engine/cluster-index';
import type { Rule } from '../engine/rule';
import { type Reference, unresolved } from '../facts/references';

export const role: Rule = {
  id: 'role',
  group: 'references',
  title:
    'Every role and service account that a binding names is made by this program or exists in every cluster.',
  protects: 'A program lacks permissions at run time, although its own objects are correct.',
  check: (cluster) => unresolved(cluster, references(cluster)),
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
    const { roleRef: { kind = '', name = '' } = {}, subjects = [] } = object.json;
    const isElsewhere = kind === 'Role' && cluster.isForeign(object.namespace ?? '');
    if (!isElsewhere) yield { object, field: 'roleRef.name', kind, name };
    for (const [index, { kind, name, namespace = object.namespace }] of subjects.entries()) {
      if (kind === 'ServiceAccount' && namespace !== undefined && !cluster.isForeign(namespace))
        yield { object, field: `subjects[${index}].name`, kind, namespace, name };
    }
  }
}
