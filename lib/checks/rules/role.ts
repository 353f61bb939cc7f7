import type { ISubject } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { accountReference } from '../facts/accounts';
import { notFound, type Reference, unresolved } from '../facts/references';

const RBAC = 'rbac.authorization.k8s.io';

type Binding = KubeObject<'RoleBinding' | 'ClusterRoleBinding'>;

export const role: Rule = {
  id: 'role',
  group: 'references',
  title:
    'Every role and service account that a binding names is made by this program or exists in every cluster, and every binding has subjects.',
  protects: 'A program lacks permissions at run time, although its own objects are correct.',
  *check(cluster): Iterable<Finding> {
    yield* unresolved(cluster, references(cluster));
    for (const object of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      const { roleRef, subjects = [] } = object.json;
      const group = roleRef?.apiGroup || RBAC;
      if (group !== RBAC)
        yield { object, field: 'roleRef.apiGroup', value: group, problem: `must be ${RBAC}: correct it` };
      if (subjects.length === 0)
        yield { object, field: 'subjects', problem: 'the binding has no subjects: name one, or remove it' };
      for (const [index, subject] of subjects.entries())
        yield* subjectProblems(cluster, object, subject, `subjects[${index}]`);
    }
  },
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
    const { roleRef: { kind = '', name = '' } = {}, subjects = [] } = object.json;
    yield { object, field: 'roleRef.name', kind, name };
    for (const [index, { kind, name, namespace = object.namespace }] of subjects.entries()) {
      const field = `subjects[${index}].name`;
      if (kind === 'ServiceAccount' && namespace !== undefined)
        yield { object, field, kind, namespace, name };
      const account = kind === 'User' ? accountReference(object, field, name) : undefined;
      if (account) yield account;
    }
  }
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/ */
function* subjectProblems(
  cluster: ClusterIndex,
  object: Binding,
  { kind, name, namespace, apiGroup }: ISubject,
  field: string,
): Iterable<Finding> {
  if (!['ServiceAccount', 'User', 'Group'].includes(kind)) {
    const problem = 'must be one of ServiceAccount, User, Group: correct it';
    yield { object, field: `${field}.kind`, value: kind, problem };
    return;
  }
  const group = kind === 'ServiceAccount' ? '' : RBAC;
  if (apiGroup && apiGroup !== group) {
    const problem = `the API group of a ${kind} is ${group === '' ? 'empty' : group}: remove the field`;
    yield { object, field: `${field}.apiGroup`, value: apiGroup, problem };
  }
  if (kind === 'ServiceAccount' && !namespace && object.namespace === undefined)
    yield {
      object,
      field: `${field}.namespace`,
      problem: 'missing: state the namespace of the ServiceAccount',
    };
  const [, members] = /^system:serviceaccounts:(.*)$/.exec(name) ?? [];
  if (kind !== 'Group' || members === undefined || cluster.isForeign(members)) return;
  const target = { kind: 'Namespace', name: members };
  if (!cluster.find(target))
    yield { object, field: `${field}.name`, value: name, problem: notFound(cluster, target) };
}
