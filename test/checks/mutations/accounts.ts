import type { Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

const RBAC = 'rbac.authorization.k8s.io';

/** Adds an account with permissions. */
function account({ add }: Workshop, name: string, namespace = 'shop'): void {
  const metadata = { name, namespace };
  add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  add({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: `${namespace}-${name}` },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}

/** Changes the pods of the web server. */
function web(name: string, fields: object, change: (workshop: Workshop) => void = () => {}): Mutation {
  return {
    name,
    change: (workshop) => {
      Object.assign(workshop.find('Deployment', 'web').spec.template.spec, fields);
      change(workshop);
    },
  };
}

const NO_TOKEN = { automountServiceAccountToken: false };

/** The database uses an account with permissions. */
function withDatabase(workshop: Workshop): void {
  account(workshop, 'db');
  Object.assign(workshop.find('StatefulSet', 'db').spec.template.spec, {
    serviceAccountName: 'db',
    automountServiceAccountToken: true,
  });
  const { add } = workshop;
  add({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'db-api', namespace: 'shop' },
    spec: {
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.10/32' } }], ports: [{ port: 6443 }] }],
    },
  });
}

export const ACCOUNTS: MutationClass = {
  name: 'accounts that no pod uses',
  outages: [
    web('pods with the account default', { serviceAccountName: undefined }),
    web('pods with the account default and without a token', { serviceAccountName: undefined, ...NO_TOKEN }),
    web('pods with the account default by its name', { serviceAccountName: 'default', ...NO_TOKEN }),
    web('pods with a misspelt account', { serviceAccountName: 'wep' }),
    web(
      'pods with an account without permissions',
      { serviceAccountName: 'worker', ...NO_TOKEN },
      ({ add }) =>
        add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'worker', namespace: 'shop' } }),
    ),
    web('pods with the account of other pods', { serviceAccountName: 'db' }, withDatabase),
    web('pods without a token', NO_TOKEN),
    { name: 'an account of no pods', change: (workshop) => account(workshop, 'worker') },
  ],
  sound: [
    {
      name: 'an account of a program outside the cluster, in a namespace without pods',
      change: (workshop) => account(workshop, 'deployer', 'kube-system'),
    },
    {
      name: 'an account of a program outside the cluster, in a namespace with pods',
      change: (workshop) => account(workshop, 'deployer'),
    },
    { name: 'another account with permissions', change: withDatabase },
    {
      name: 'two workloads with one account',
      change: (workshop) => {
        withDatabase(workshop);
        workshop.find('Deployment', 'web').spec.template.spec.serviceAccountName = 'db';
        for (const kind of ['ServiceAccount', 'Role', 'RoleBinding']) workshop.remove(kind, 'web');
      },
    },
    web('a renamed account, before the old one is removed', { serviceAccountName: 'web-2' }, (workshop) =>
      account(workshop, 'web-2'),
    ),
    web('a token in a projected volume', {
      ...NO_TOKEN,
      volumes: [{ name: 'tmp', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    }),
    {
      name: 'the account of pods that the web server creates',
      change: (workshop) => {
        account(workshop, 'worker');
        workshop.container('Deployment', 'web').env.push({ name: 'WORKER_ACCOUNT', value: 'worker' });
      },
    },
    web('an account without permissions', { serviceAccountName: 'quiet', ...NO_TOKEN }, ({ add, remove }) => {
      add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'quiet', namespace: 'shop' } });
      for (const kind of ['ServiceAccount', 'Role', 'RoleBinding']) remove(kind, 'web');
    }),
  ],
};
