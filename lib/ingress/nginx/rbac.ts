import type { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';

/** The lease by which one replica is elected to write the Ingresses' status. */
export const LEADER_LEASE = 'ingress-nginx-leader';

const NAME = 'ingress-nginx';

/**
 * The service account of an ingress-nginx controller, with what it does and nothing else.
 *
 * It reads secrets in every namespace, as a certificate lies beside its Ingress; it can change none of them.
 *
 * @see https://kubernetes.github.io/ingress-nginx/deploy/rbac/
 */
export function nginxServiceAccount(scope: Construct, namespace: string): string {
  const metadata = { name: NAME, namespace };
  const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace }];
  new k8s.KubeServiceAccount(scope, 'account', { metadata, automountServiceAccountToken: false });
  new k8s.KubeClusterRole(scope, 'cluster-role', {
    metadata: { name: NAME },
    rules: [
      { apiGroups: [''], resources: ['configmaps', 'secrets', 'services'], verbs: ['list', 'watch'] },
      // Where the controller runs on the host's network, an Ingress's address is its node's.
      { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    ],
  });
  new k8s.KubeClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata: { name: NAME },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
    subjects,
  });
  new k8s.KubeRole(scope, 'role', {
    metadata,
    rules: [
      // Its own settings, its own pods, and the Service whose address the Ingresses get.
      { apiGroups: [''], resources: ['configmaps', 'services'], verbs: ['get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
      {
        apiGroups: ['coordination.k8s.io'],
        resources: ['leases'],
        resourceNames: [LEADER_LEASE],
        verbs: ['get', 'update'],
      },
      // A name cannot limit what is created.
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
    ],
  });
  new k8s.KubeRoleBinding(scope, 'role-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
    subjects,
  });
  return NAME;
}
