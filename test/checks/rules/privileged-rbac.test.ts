import { acceptRisk } from '../../../lib/core/accept-risk';
import { checkBroken } from '../../support/sound-cluster';
import { reports } from './reports';

reports(
  'privileged-rbac',
  'a verb that gives further permissions',
  ({ find }) => {
    find('Role', 'web').rules[0].verbs = ['impersonate'];
  },
  [
    'test/all/web.role: test/50-all.k8s.yaml: Role shop/web: rules[0].verbs is ["impersonate"]: "impersonate" acts with the permissions of other users: remove the permission, or accept the risk with acceptRisk() [privileged-rbac]',
  ],
);

reports(
  'privileged-rbac',
  'access to kubelets, to all Secrets, and the role edit',
  ({ add, find }) => {
    const rules = [{ apiGroups: [''], resources: ['nodes/proxy', 'secrets'], verbs: ['get'] }];
    add({ ...find('Role', 'web'), kind: 'ClusterRole', metadata: { name: 'all' }, rules });
    for (const name of ['all', 'edit']) {
      const binding = find('RoleBinding', 'web');
      add({
        ...binding,
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { ...binding.roleRef, kind: 'ClusterRole', name },
      });
    }
  },
  [
    'test: test/50-all.k8s.yaml: ClusterRole all: rules[0].resources is ["nodes/proxy","secrets"]: "nodes/proxy" allows any command in any pod of a node: remove the permission, or accept the risk with acceptRisk() [privileged-rbac]',
    'test: test/50-all.k8s.yaml: ClusterRole all: rules[0].resources is ["nodes/proxy","secrets"]: the role is bound in all namespaces and reads all of their Secrets: bind it with a RoleBinding in each namespace that needs it, or accept the risk with acceptRisk() [privileged-rbac]',
    'test: test/50-all.k8s.yaml: ClusterRoleBinding edit: roleRef.name is "edit": the role reads the Secrets of all namespaces: bind it with a RoleBinding in each namespace that needs it, or accept the risk with acceptRisk() [privileged-rbac]',
  ],
);

test('privileged-rbac accepts a stated risk', () => {
  const { errors } = checkBroken(({ find, cluster }) => {
    find('Role', 'web').rules[0].verbs = ['bind'];
    acceptRisk(cluster, { rule: 'privileged-rbac', because: 'the program creates environments' });
  });
  expect(errors).toEqual([]);
});

reports(
  'privileged-rbac',
  'commands in all pods',
  ({ add }) => {
    const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'runner' };
    const rules = [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }];
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    add({ apiVersion, kind: 'ClusterRole', metadata: { name: 'runner' }, rules });
    const subjects = [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }];
    add({ apiVersion, kind: 'ClusterRoleBinding', metadata: { name: 'runner' }, roleRef: role, subjects });
  },
  [
    'test: test/50-all.k8s.yaml: ClusterRole runner: rules[0].resources is ["pods/exec"]: "pods/exec" in all namespaces runs commands in all pods: remove the permission, or accept the risk with acceptRisk() [privileged-rbac]',
  ],
);
