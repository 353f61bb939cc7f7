/** The API group whose changes are logged with the whole request. */
const RBAC = 'rbac.authorization.k8s.io';

/**
 * The audit policy of the API server. The first rule that matches a request determines what is logged:
 *
 * - Health checks, leases, events, and reads by the components of the cluster are not logged.
 * - Secrets, ConfigMaps and tokens: the user and the object, never the contents.
 * - Changes of permissions, and commands in pods: the whole request.
 * - All other changes, and reads by people: the user and the object.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export function auditPolicy(): object {
  const reading = ['get', 'list', 'watch'];
  return {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/openapi/*'] },
      { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
      { level: 'None', resources: [{ group: '', resources: ['events'] }] },
      {
        level: 'Metadata',
        resources: [
          { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts/token'] },
          { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        ],
      },
      { level: 'Request', verbs: ['create', 'update', 'patch', 'delete'], resources: [{ group: RBAC }] },
      {
        level: 'Request',
        resources: [{ group: '', resources: ['pods/exec', 'pods/attach', 'pods/portforward'] }],
      },
      { level: 'None', verbs: reading, userGroups: ['system:nodes', 'system:serviceaccounts'] },
      {
        level: 'None',
        verbs: reading,
        users: [
          'system:apiserver',
          'system:kube-controller-manager',
          'system:kube-scheduler',
          'system:kube-proxy',
        ],
      },
      { level: 'Metadata' },
    ],
  };
}
