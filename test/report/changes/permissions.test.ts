import { sentences } from '../sentences';

test('rights are told with their subject, verbs, resources and place', () => {
  const gained = sentences('permissions', ({ find }) => {
    find('Role', 'web').rules[0] = {
      apiGroups: [''],
      resources: ['configmaps', 'secrets'],
      verbs: ['get', 'list'],
    };
  });
  expect(gained).toEqual([
    'ServiceAccount shop/web may now list configmaps in namespace shop',
    'ServiceAccount shop/web may now get and list secrets in namespace shop',
  ]);
});

test('a binding to a role that dist/ does not contain', () => {
  const gained = sentences('permissions', ({ add }) =>
    add({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'developers' }],
    }),
  );
  expect(gained).toEqual([
    'Group developers may now do all that ClusterRole cluster-admin allows in all namespaces',
  ]);
});

test('a removed binding takes all rights of its subject away', () => {
  const lost = sentences('permissions', ({ remove }) => remove('RoleBinding', 'web'));
  expect(lost).toEqual(['ServiceAccount shop/web loses all of its permissions']);
});

test('a removed verb takes one right away', () => {
  const lost = sentences(
    'permissions',
    ({ find }) => find('Role', 'web').rules[0].verbs.pop(),
    ({ find }) => find('Role', 'web').rules[0].verbs.push('list'),
  );
  expect(lost).toEqual(['ServiceAccount shop/web may no longer list configmaps in namespace shop']);
});
