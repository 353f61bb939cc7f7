import { reports } from './reports';

reports(
  'unused-account',
  'pods that do not use the account of their name',
  ({ find }) => {
    const pod = find('Deployment', 'web').spec.template.spec;
    Object.assign(pod, { serviceAccountName: 'default', automountServiceAccountToken: false });
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.serviceAccountName is "default": the permissions of ServiceAccount shop/web are for these pods, but no pod uses the account: write "web", or remove the account [unused-account]',
  ],
);

reports(
  'unused-account',
  'an account without pods, as a warning',
  ({ find, add }) => {
    add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'worker', namespace: 'shop' } });
    find('RoleBinding', 'web').subjects.push({ kind: 'ServiceAccount', name: 'worker' });
  },
  [
    'test: test/50-all.k8s.yaml: ServiceAccount shop/worker: the account has permissions, but no pod of its namespace uses it: write its name in the serviceAccountName of a pod, or remove it; if a program outside the cluster uses it, move it to a namespace without pods or accept the risk with acceptRisk() [unused-account]',
  ],
);

reports(
  'unused-account',
  'an account whose token no pod mounts, as a warning',
  ({ find }) => {
    find('Deployment', 'web').spec.template.spec.automountServiceAccountToken = false;
  },
  [
    'test/all/web.account: test/50-all.k8s.yaml: ServiceAccount shop/web: no pod with this account mounts its token, so that the permissions have no effect: mount it, or remove the bindings of the account [unused-account]',
  ],
);
