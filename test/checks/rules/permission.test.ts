import { reports } from './reports';

const START = 'test/all/web.role: test/50-all.k8s.yaml: Role shop/web: ';

function reportsRule(violation: string, rule: object, messages: readonly string[]): void {
  reports(
    'permission',
    violation,
    ({ find }) => {
      find('Role', 'web').rules = [rule];
    },
    messages.map((message) => `${START}rules[0].${message} [permission]`),
  );
}

reportsRule(
  'a group with a version',
  { apiGroups: ['apps/v1'], resources: ['deployments'], verbs: ['get'] },
  ['apiGroups is ["apps/v1"]: "apps/v1" has a version, and API groups have none: write "apps"'],
);

reportsRule(
  'a resource in the wrong group',
  { apiGroups: [''], resources: ['deployments'], verbs: ['get'] },
  ['resources is ["deployments"]: "deployments" not found in API group "": write the group "apps"'],
);

reportsRule('a misspelt resource', { apiGroups: ['', 'apps'], resources: ['Pod'], verbs: ['get'] }, [
  'resources is ["Pod"]: "Pod" not found in API groups "", "apps": write "pods"',
]);

reportsRule('a short name', { apiGroups: ['autoscaling'], resources: ['hpa'], verbs: ['get'] }, [
  'resources is ["hpa"]: "hpa" not found in API group "autoscaling": write the plural name that kubectl api-resources shows',
]);

reportsRule('a wildcard for subresources', { apiGroups: [''], resources: ['pods/*'], verbs: ['get'] }, [
  'resources is ["pods/*"]: "pods/*" matches nothing, because RBAC has no wildcard for subresources: list them, such as "pods/status"',
]);

reportsRule('unknown verbs', { apiGroups: [''], resources: ['pods'], verbs: ['gett', 'read-only'] }, [
  'verbs is ["gett","read-only"]: "gett" is not a verb: write "get"',
  'verbs is ["gett","read-only"]: "read-only" is not a verb: write one of get, list, watch, create, update, patch, delete, deletecollection, bind, escalate, impersonate, use, approve, sign, attest, proxy',
]);

reportsRule('verbs without effect', { apiGroups: [''], resources: ['pods/eviction'], verbs: ['delete'] }, [
  'verbs is ["delete"]: pods/eviction supports none of these verbs: use create',
]);

reportsRule('missing fields', { resources: [], verbs: [] }, [
  'verbs is []: must not be empty: list the verbs, or remove the rule',
  'apiGroups is []: must not be empty: list them, or remove the rule',
  'resources is []: must not be empty: list them, or remove the rule',
]);

reportsRule(
  'a cluster-scoped resource in a Role',
  { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get'] },
  [
    'resources is ["pods","nodes"]: "nodes" is cluster-scoped, and a Role has no effect on it: use a ClusterRole with a ClusterRoleBinding',
  ],
);

reportsRule('URLs in a Role', { nonResourceURLs: ['/a*b'], verbs: ['get'] }, [
  'nonResourceURLs is ["/a*b"]: the API server rejects URLs in a Role: use a ClusterRole with a ClusterRoleBinding',
  'nonResourceURLs is ["/a*b"]: "/a*b" matches no request: start with "/", and write "*" only at the end',
]);

reports(
  'permission',
  'rules that aggregation replaces',
  ({ add }) => {
    add({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'all' },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { team: 'shop' } }] },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    });
  },
  [
    'test: test/50-all.k8s.yaml: ClusterRole all: rules: the rules of the aggregated roles replace these: move them to a ClusterRole of their own [permission]',
  ],
);

reports(
  'permission',
  'the creation of a resource by its name',
  ({ find }) => {
    find('Role', 'web').rules = [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['web'], verbs: ['create'] },
    ];
  },
  [
    'test/all/web.role: test/50-all.k8s.yaml: Role shop/web: rules[0].resourceNames is ["web"]: requests with create name no object, so that the rule has no effect: remove resourceNames [permission]',
  ],
);
