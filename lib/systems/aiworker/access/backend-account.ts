import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { ServiceAccount } from '../../../workloads/service-account';

/** Where the backend runs, and where its agents do. */
export interface BackendAccountProps {
  readonly controlPlane: ClusterNamespace;
  readonly agents: ClusterNamespace;
}

const READ = ['get', 'list', 'watch'];
/** `patch` is what `kubectl apply` sends of an object that is there; nothing needs `update`, which can do no more. */
const MANAGE = [...READ, 'create', 'patch', 'delete'];

/**
 * The account `aiworker-backend`: it makes and removes namespaces of projects and previews, what lies in them, and
 * agent pods, which it starts from their template.
 *
 * It reads no Secret, makes no Role and opens no shell in a pod. What a namespace uses it reads off its quota's status,
 * pods included, so that it needs no sight of other namespaces' pods.
 *
 * RBAC grants this in every namespace: only a {@link NamespaceGuard} keeps the account to those that are its own.
 *
 * @see document 001, "Gestión de Namespaces desde el Backend"
 */
export class BackendAccount extends ServiceAccount {
  constructor(scope: Construct, id: string, { controlPlane, agents }: BackendAccountProps) {
    super(scope, id, { namespace: controlPlane, name: 'aiworker-backend' });
    this.grantEverywhere([
      { apiGroup: '', resources: ['namespaces'], verbs: MANAGE },
      { apiGroup: '', resources: ['limitranges', 'resourcequotas', 'services'], verbs: MANAGE },
      // Not to be listed: other namespaces' settings are none of its business.
      { apiGroup: '', resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'delete'] },
      { apiGroup: 'apps', resources: ['deployments'], verbs: MANAGE },
      { apiGroup: 'networking.k8s.io', resources: ['ingresses', 'networkpolicies'], verbs: MANAGE },
      { apiGroup: 'policy', resources: ['poddisruptionbudgets'], verbs: MANAGE },
    ]);
    this.grantIn(agents, [
      { apiGroup: '', resources: ['pods'], verbs: [...READ, 'create', 'delete'] },
      // What it makes them of.
      { apiGroup: '', resources: ['podtemplates'], verbs: ['get'] },
    ]);
  }
}
