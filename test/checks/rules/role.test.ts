import { reports } from './reports';

reports('role', 'a missing role', ({ remove }) => remove('Role', 'web'), [
  'test/all/web.binding: test/50-all.k8s.yaml: RoleBinding shop/web: roleRef.name is "web": Role shop/web not found: create it [role]',
]);

const START = 'test/all/web.binding: test/50-all.k8s.yaml: RoleBinding shop/web: ';
const RBAC = 'rbac.authorization.k8s.io';

reports(
  'role',
  'invalid subjects',
  ({ find }) => {
    find('RoleBinding', 'web').subjects.push(
      { kind: 'ServiceAccount', name: 'web', namespace: 'shop', apiGroup: RBAC },
      { kind: 'user', name: 'ana' },
      { kind: 'User', name: 'system:serviceaccount:shop:webb' },
      { kind: 'Group', name: 'system:serviceaccounts:shopp' },
    );
  },
  [
    `${START}subjects[3].name is "system:serviceaccount:shop:webb": ServiceAccount shop/webb not found: create it, or use one of web [role]`,
    `${START}subjects[1].apiGroup is "rbac.authorization.k8s.io": the API group of a ServiceAccount is empty: remove the field [role]`,
    `${START}subjects[2].kind is "user": must be one of ServiceAccount, User, Group: correct it [role]`,
    `${START}subjects[4].name is "system:serviceaccounts:shopp": Namespace shopp not found: create it, or use one of edge, shop [role]`,
  ],
);

reports(
  'role',
  'a binding without subjects and with a wrong group',
  ({ find }) => {
    Object.assign(find('RoleBinding', 'web'), {
      subjects: [],
      roleRef: { apiGroup: 'rbac', kind: 'Role', name: 'web' },
    });
  },
  [
    `${START}roleRef.apiGroup is "rbac": must be rbac.authorization.k8s.io: correct it [role]`,
    `${START}subjects: the binding has no subjects: name one, or remove it [role]`,
  ],
);

reports(
  'role',
  'a ClusterRoleBinding without the namespace of the account',
  ({ add }) => {
    add({
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'web' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'web' }],
    });
  },
  [
    'test: test/50-all.k8s.yaml: ClusterRoleBinding web: subjects[0].namespace: missing: state the namespace of the ServiceAccount [role]',
  ],
);
