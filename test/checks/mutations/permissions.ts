import type { Breakable, Workshop } from '../../support/sound-cluster';
import { type Mutation, type MutationClass, withGap } from './mutation';

const RBAC = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];

/** A change of the rules of the Role `web`. */
function role(name: string, ...rules: readonly object[]): Mutation {
  return {
    name,
    change: ({ find }) => {
      find('Role', 'web').rules = rules;
    },
  };
}

/** A ClusterRole with these rules, and the ClusterRoleBinding of the web server's account. */
function clusterRole(name: string, ...rules: readonly object[]): Mutation {
  return { name, change: (workshop) => addClusterRole(workshop, { rules }) };
}

function addClusterRole({ add }: Workshop, more: object, labels?: object): void {
  add({ apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: 'reader', labels }, ...more });
  add(clusterBinding('reader'));
}

function clusterBinding(name: string): object {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
  };
}

/** A change of the binding of the web server's account. */
function binding(name: string, change: (binding: Breakable) => void): Mutation {
  return { name, change: ({ find }) => change(find('RoleBinding', 'web')) };
}

const core = { apiGroups: [''] };

export const PERMISSIONS: MutationClass = {
  name: 'permissions',
  outages: [
    role('an apiVersion as the group', { apiGroups: ['apps/v1'], resources: ['deployments'], verbs: READ }),
    role('the version of the core group', { apiGroups: ['v1'], resources: ['pods'], verbs: READ }),
    role('the group core', { apiGroups: ['core'], resources: ['pods'], verbs: READ }),
    role('Deployments in the core group', { ...core, resources: ['deployments'], verbs: READ }),
    role('Ingresses in a group that was removed', {
      apiGroups: ['extensions'],
      resources: ['ingresses'],
      verbs: READ,
    }),
    role('a misspelt group of Kubernetes', {
      apiGroups: ['network.k8s.io'],
      resources: ['networkpolicies'],
      verbs: READ,
    }),
    role('a kind in place of the resource', { ...core, resources: ['ConfigMap'], verbs: ['get'] }),
    role('a resource in the singular', { ...core, resources: ['pod'], verbs: ['get'] }),
    role('a misspelt subresource', { ...core, resources: ['pods', 'pods/logs'], verbs: ['get'] }),
    role('a wildcard for subresources of pods', { ...core, resources: ['pods/*'], verbs: ['get'] }),
    role('a misspelt verb', { ...core, resources: ['pods'], verbs: ['get', 'lst'] }),
    role('a verb in capitals', { ...core, resources: ['pods'], verbs: ['GET'] }),
    role('the name of a kubectl command as the verb', { ...core, resources: ['pods'], verbs: ['read'] }),
    role('no verbs', { ...core, resources: ['pods'], verbs: [] }),
    role('no groups', { resources: ['pods'], verbs: READ }),
    role('no resources', { ...core, verbs: READ }),
    role('deletion in place of eviction', { ...core, resources: ['pods/eviction'], verbs: ['delete'] }),
    role('nodes', { ...core, resources: ['nodes'], verbs: READ }),
    role('a list of namespaces in a Role', { ...core, resources: ['namespaces'], verbs: ['list', 'watch'] }),
    role('URLs in a Role', { nonResourceURLs: ['/metrics'], verbs: ['get'] }),
    clusterRole('a URL without a slash', { nonResourceURLs: ['metrics'], verbs: ['get'] }),
    clusterRole('a URL beside resources', { nonResourceURLs: ['/metrics'], ...core, verbs: ['get'] }),
    clusterRole('a verb of resources for URLs', { nonResourceURLs: ['/metrics'], verbs: ['list'] }),
    clusterRole('the Secrets of all namespaces', { ...core, resources: ['secrets'], verbs: ['list'] }),
    clusterRole('the API of kubelets', { ...core, resources: ['nodes/proxy'], verbs: ['get'] }),
    clusterRole('every proxy', { ...core, resources: ['*/proxy'], verbs: ['get'] }),
    role('bind', { apiGroups: [RBAC], resources: ['roles'], verbs: ['bind'] }),
    clusterRole('escalate', { apiGroups: [RBAC], resources: ['clusterroles'], verbs: ['escalate'] }),
    clusterRole('impersonation', { ...core, resources: ['users'], verbs: ['impersonate'] }),
    clusterRole('restricted impersonation', {
      apiGroups: ['authentication.k8s.io'],
      resources: ['users'],
      verbs: ['impersonate:user-info'],
    }),
    {
      name: 'the Secrets of all namespaces through an aggregated role',
      change: (workshop) => {
        const matchLabels = { team: 'shop' };
        addClusterRole(workshop, { aggregationRule: { clusterRoleSelectors: [{ matchLabels }] }, rules: [] });
        workshop.add({
          apiVersion: `${RBAC}/v1`,
          kind: 'ClusterRole',
          metadata: { name: 'secrets', labels: matchLabels },
          rules: [{ ...core, resources: ['secrets'], verbs: ['get'] }],
        });
      },
    },
    {
      name: 'the role edit in all namespaces',
      change: ({ add }) => add(clusterBinding('edit')),
    },
    {
      name: 'rules of an aggregated role',
      change: (workshop) =>
        addClusterRole(workshop, {
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { team: 'shop' } }] },
          rules: [{ ...core, resources: ['pods'], verbs: READ }],
        }),
    },
    binding('an account in another namespace', ({ subjects }) => {
      subjects[0].namespace = 'edge';
    }),
    binding('a misspelt namespace of the account', ({ subjects }) => {
      subjects[0].namespace = 'shopp';
    }),
    binding('a misspelt account', ({ subjects }) => {
      subjects[0].name = 'webb';
    }),
    binding('an API group of the account', ({ subjects }) => {
      subjects[0].apiGroup = RBAC;
    }),
    binding('a user name of an unknown account', (object) => {
      object.subjects = [{ kind: 'User', apiGroup: RBAC, name: 'system:serviceaccount:shop:webb' }];
    }),
    binding('the accounts of an unknown namespace', (object) => {
      object.subjects = [{ kind: 'Group', apiGroup: RBAC, name: 'system:serviceaccounts:shopp' }];
    }),
    binding('an unknown kind of subject', ({ subjects }) => {
      subjects[0].kind = 'serviceaccount';
    }),
    binding('no subjects', (object) => {
      object.subjects = [];
    }),
    binding('a wrong group of the role', ({ roleRef }) => {
      roleRef.apiGroup = 'rbac';
    }),
    {
      name: 'a binding in all namespaces without the namespace of the account',
      change: (workshop) => {
        addClusterRole(workshop, { rules: [{ ...core, resources: ['nodes'], verbs: READ }] });
        delete workshop.find('ClusterRoleBinding', 'reader').subjects[0].namespace;
      },
    },
    clusterRole('all verbs on all resources', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }),
    clusterRole('commands in all pods', { ...core, resources: ['pods/exec'], verbs: ['create'] }),
    withGap(
      'operators and CI need the permission, and Pod Security limits it',
      clusterRole('pods in all namespaces', { ...core, resources: ['pods'], verbs: ['create'] }),
    ),
    clusterRole('tokens of all accounts', {
      ...core,
      resources: ['serviceaccounts/token'],
      verbs: ['create'],
    }),
    clusterRole('webhooks', {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['mutatingwebhookconfigurations'],
      verbs: ['create', 'update'],
    }),
    role('the creation of a resource by its name', {
      ...core,
      resources: ['configmaps'],
      resourceNames: ['web'],
      verbs: ['create'],
    }),
    role('deletion of a collection by names', {
      ...core,
      resources: ['configmaps'],
      resourceNames: ['web'],
      verbs: ['deletecollection'],
    }),
    role('resources with a capital letter', {
      apiGroups: ['apps'],
      resources: ['statefulSets'],
      verbs: READ,
    }),
    role('the short name of a resource', { ...core, resources: ['svc'], verbs: READ }),
    role('a group and its version in one', {
      apiGroups: ['networking.k8s.io/v1'],
      resources: ['ingresses'],
      verbs: READ,
    }),
    role('CronJobs in the group apps', { apiGroups: ['apps'], resources: ['cronjobs'], verbs: READ }),
    {
      name: 'cluster-admin for an account',
      change: ({ add }) => add(clusterBinding('cluster-admin')),
    },
    {
      name: 'cluster-admin for everyone',
      change: ({ add }) =>
        add({
          ...clusterBinding('cluster-admin'),
          subjects: [{ kind: 'Group', apiGroup: RBAC, name: 'system:authenticated' }],
        }),
    },
    {
      name: 'the role view for requests without an account',
      change: ({ add }) =>
        add({
          ...clusterBinding('view'),
          subjects: [{ kind: 'Group', apiGroup: RBAC, name: 'system:unauthenticated' }],
        }),
    },
    binding('a role in another namespace', ({ metadata }) => {
      metadata.namespace = 'edge';
    }),
    binding('a ClusterRole as a Role', ({ roleRef }) => {
      roleRef.name = 'view';
    }),
  ],
  sound: [
    role('logs and commands in pods', {
      ...core,
      resources: ['pods', 'pods/log', 'pods/exec', 'pods/portforward', 'pods/ephemeralcontainers'],
      verbs: ['get', 'list', 'create', 'patch'],
    }),
    role('Events in both groups', {
      apiGroups: ['', 'events.k8s.io'],
      resources: ['events'],
      verbs: ['create', 'patch'],
    }),
    role('resources of several groups in one rule', {
      apiGroups: ['', 'apps', 'batch', 'extensions'],
      resources: ['pods', 'deployments', 'deployments/scale', 'cronjobs'],
      verbs: READ,
    }),
    role('custom resources', {
      apiGroups: ['cert-manager.io', 'shop.example'],
      resources: ['certificates', 'orders', 'orders/status'],
      verbs: [...READ, 'ship'],
    }),
    role('metrics of pods', { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] }),
    role('finalizers of owners', {
      apiGroups: ['apps'],
      resources: ['deployments/finalizers'],
      verbs: ['update'],
    }),
    role('one Lease and one Secret of the namespace', {
      apiGroups: ['', 'coordination.k8s.io'],
      resources: ['leases', 'secrets'],
      resourceNames: ['web'],
      verbs: ['get', 'update'],
    }),
    role('all Secrets of the namespace', { ...core, resources: ['secrets'], verbs: READ }),
    role('the namespace itself', { ...core, resources: ['namespaces'], verbs: ['get'] }),
    role('reads with all verbs for logs', { ...core, resources: ['pods', 'pods/log'], verbs: READ }),
    role('tokens of accounts', { ...core, resources: ['serviceaccounts/token'], verbs: ['create'] }),
    role('no rules'),
    clusterRole('metrics of the kubelet', {
      ...core,
      resources: ['nodes/metrics', 'nodes/stats'],
      verbs: ['get'],
    }),
    clusterRole('URLs', { nonResourceURLs: ['/metrics', '/healthz/*'], verbs: ['get', 'post'] }),
    clusterRole('requests for access reviews', {
      apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'],
      resources: ['tokenreviews', 'subjectaccessreviews'],
      verbs: ['create'],
    }),
    clusterRole('the approval of certificates', {
      apiGroups: ['certificates.k8s.io'],
      resources: ['signers', 'certificatesigningrequests/approval'],
      verbs: ['approve', 'update'],
    }),
    clusterRole('one Secret in all namespaces', {
      ...core,
      resources: ['secrets'],
      resourceNames: ['registry-credentials'],
      verbs: ['get'],
    }),
    clusterRole('new Secrets in all namespaces', {
      ...core,
      resources: ['secrets'],
      verbs: ['create', 'patch'],
    }),
    clusterRole('an API that is not enabled by default', {
      apiGroups: ['certificates.k8s.io', 'resource.k8s.io'],
      resources: ['clustertrustbundles', 'devicetaintrules'],
      verbs: READ,
    }),
    {
      name: 'Secrets by a ClusterRole in one namespace',
      change: ({ add, find }) => {
        const rules = [{ ...core, resources: ['secrets', 'nodes'], verbs: READ }];
        add({ apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: 'secrets' }, rules });
        find('RoleBinding', 'web').roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: 'secrets' };
      },
    },
    {
      name: 'custom resources that are added to the role view',
      change: (workshop) => {
        const labels = { [`${RBAC}/aggregate-to-view`]: 'true' };
        const rules = [{ apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: READ }];
        addClusterRole(workshop, { rules }, labels);
        workshop.remove('ClusterRoleBinding', 'reader');
      },
    },
    {
      name: 'an aggregated role',
      change: (workshop) => {
        const clusterRoleSelectors = [
          { matchExpressions: [{ key: 'team', operator: 'In', values: ['shop'] }] },
        ];
        addClusterRole(workshop, { aggregationRule: { clusterRoleSelectors }, rules: [] });
      },
    },
    binding('an account of the namespace without its namespace', ({ subjects }) => {
      delete subjects[0].namespace;
    }),
    binding('the default account', ({ subjects }) => {
      subjects.push({ kind: 'ServiceAccount', name: 'default', namespace: 'shop' });
    }),
    binding('an account of a foreign namespace', ({ subjects }) => {
      subjects.push(
        { kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' },
        { kind: 'User', apiGroup: RBAC, name: 'system:serviceaccount:kube-system:cloud' },
      );
    }),
    binding('users and groups of an identity provider', ({ subjects }) => {
      subjects.push(
        { kind: 'User', name: 'ana@shop.example', apiGroup: RBAC },
        { kind: 'Group', name: 'oidc:developers' },
        { kind: 'Group', name: 'system:serviceaccounts:shop', apiGroup: RBAC },
      );
    }),
    binding('the role view of Kubernetes', ({ roleRef }) => {
      Object.assign(roleRef, { kind: 'ClusterRole', name: 'view' });
    }),
    role('a Lease by its name, and its creation', {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: ['web'],
      verbs: ['get', 'create', 'update'],
    }),
    role('pods and commands in the own namespace', {
      ...core,
      resources: ['pods', 'pods/exec', 'pods/attach'],
      verbs: ['create', 'delete', 'get'],
    }),
    role('status and scale of workloads', {
      apiGroups: ['apps'],
      resources: ['deployments/status', 'deployments/scale', 'replicasets'],
      verbs: ['get', 'patch', 'update'],
    }),
    role('a deletion of a collection', {
      ...core,
      resources: ['pods'],
      verbs: ['deletecollection', 'delete'],
    }),
    clusterRole('reads of nodes, namespaces and storage', {
      apiGroups: ['', 'storage.k8s.io'],
      resources: ['nodes', 'namespaces', 'persistentvolumes', 'storageclasses'],
      verbs: READ,
    }),
    clusterRole('definitions and Leases', {
      apiGroups: ['apiextensions.k8s.io', 'coordination.k8s.io'],
      resources: ['customresourcedefinitions', 'leases'],
      verbs: ['get', 'list', 'watch'],
    }),
  ],
};
