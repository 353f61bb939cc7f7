import type { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { ServiceAccount } from '../../../workloads/service-account';
import { REGISTRY_CREDENTIALS } from '../workloads/registry-credentials';

/** The namespaces of the backend and of its agents. */
export interface BackendAccountProps {
  readonly controlPlane: ClusterNamespace;
  readonly agents: ClusterNamespace;
}

const READ = ['get', 'list', 'watch'];
/** `kubectl apply` changes objects with `patch`; `update` is not needed. */
const MANAGE = [...READ, 'create', 'patch', 'delete'];

/**
 * The account `aiworker-backend`. It creates and deletes the namespaces of projects and previews, the objects in them,
 * and the agent pods, from their template.
 *
 * It cannot read Secrets, create Roles or run commands in pods. It writes one Secret in each preview: the credentials
 * with which the kubelet pulls the image. It does not need access to pods of other namespaces,
 * because the status of a quota contains the resource usage and the number of pods of a namespace.
 *
 * RBAC grants these permissions in every namespace. The {@link NamespaceGuard} restricts them to the namespaces of
 * projects and previews.
 *
 * @see document 001, "Gestión de Namespaces desde el Backend"
 */
export class BackendAccount extends ServiceAccount {
  constructor(scope: Construct, id: string, { controlPlane, agents }: BackendAccountProps) {
    super(scope, id, { namespace: controlPlane, name: 'aiworker-backend' });
    this.grantEverywhere([
      { apiGroup: '', resources: ['namespaces'], verbs: MANAGE },
      { apiGroup: '', resources: ['limitranges', 'resourcequotas', 'services'], verbs: MANAGE },
      // Without `list`: the account does not need the settings of other namespaces.
      { apiGroup: '', resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'delete'] },
      { apiGroup: 'apps', resources: ['deployments'], verbs: MANAGE },
      { apiGroup: 'networking.k8s.io', resources: ['ingresses', 'networkpolicies'], verbs: MANAGE },
      { apiGroup: 'policy', resources: ['poddisruptionbudgets'], verbs: MANAGE },
      // The API server knows the name of a new object only with a server-side apply: it refuses any other `create`.
      {
        apiGroup: '',
        resources: ['secrets'],
        resourceNames: [REGISTRY_CREDENTIALS.name],
        verbs: ['create', 'patch'],
      },
    ]);
    this.grantIn(agents, [
      { apiGroup: '', resources: ['pods'], verbs: [...READ, 'create', 'delete'] },
      // The template from which it creates agent pods.
      { apiGroup: '', resources: ['podtemplates'], verbs: ['get'] },
    ]);
  }
}
