/** The groups in which a change is written down with what was changed. */
const RBAC = 'rbac.authorization.k8s.io';

/**
 * What the API server writes down, by the first rule that fits.
 *
 * - Nothing of health checks, of leases and of what the cluster's own parts only read.
 * - Of secrets, ConfigMaps and tokens who and what, never the content.
 * - Of permissions, and of commands run in pods, the whole request.
 * - Of every other change who and what; of other reading nothing, save that of people.
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
      {
        level: 'None',
        verbs: reading,
        userGroups: ['system:nodes', 'system:serviceaccounts'],
      },
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
