import type { Construct } from 'constructs';
import { acceptRisk } from '../../core/accept-risk';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import { ServiceAccount } from '../../workloads/service-account';

/** The lease with which one replica is elected to write the status of Ingresses. */
export const LEADER_LEASE = 'ingress-nginx-leader';

const NAME = 'ingress-nginx';

/**
 * The ServiceAccount of an ingress-nginx controller, with the permissions that it needs and no others.
 *
 * It reads Secrets in every namespace, because a certificate is in the namespace of its Ingress. It cannot change them.
 *
 * @see https://kubernetes.github.io/ingress-nginx/deploy/rbac/
 */
export function nginxServiceAccount(scope: Construct, namespace: ClusterNamespace): ServiceAccount {
  const account = new ServiceAccount(scope, 'account', { namespace, name: NAME, automountToken: false });
  placeIn(account, Stage.addons, NAME);
  const watch = ['list', 'watch'];
  account.grantEverywhere([
    { apiGroup: '', resources: ['configmaps', 'secrets', 'services'], verbs: watch },
    // On the host network, the address of an Ingress is that of the node.
    { apiGroup: '', resources: ['nodes'], verbs: ['get'] },
    { apiGroup: 'discovery.k8s.io', resources: ['endpointslices'], verbs: watch },
    { apiGroup: 'networking.k8s.io', resources: ['ingressclasses'], verbs: ['get', ...watch] },
    { apiGroup: 'networking.k8s.io', resources: ['ingresses'], verbs: ['get', ...watch] },
    { apiGroup: 'networking.k8s.io', resources: ['ingresses/status'], verbs: ['update'] },
    { apiGroup: '', resources: ['events'], verbs: ['create', 'patch'] },
  ]);
  acceptRisk(account, {
    rule: 'privileged-rbac',
    because:
      'the controller reads the certificate of each Ingress, which is a Secret in the namespace of the Ingress',
  });
  const leases = { apiGroup: 'coordination.k8s.io', resources: ['leases'] };
  account.grantIn(namespace, [
    // The settings of the controller, and the Service whose address becomes the address of Ingresses.
    { apiGroup: '', resources: ['configmaps', 'services'], verbs: ['get'] },
    { apiGroup: '', resources: ['pods'], verbs: ['get', 'list'] },
    { ...leases, resourceNames: [LEADER_LEASE], verbs: ['get', 'update'] },
    // RBAC cannot restrict creation by name.
    { ...leases, verbs: ['create'] },
  ]);
  return account;
}
