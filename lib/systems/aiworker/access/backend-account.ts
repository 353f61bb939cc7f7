import type { Construct } from 'constructs';
import { GATEWAY_API } from '../../../../imports/gateway-api';
import * as k8s from '../../../../imports/k8s';
import { acceptRisk } from '../../../core/accept-risk';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { hasController, type IngressSetting } from '../../../ingress/setting';
import { ServiceAccount } from '../../../workloads/service-account';
import { REGISTRY_CREDENTIALS } from '../workloads/registry-credentials';

/** The namespaces of the backend and of its agents. */
export interface BackendAccountProps {
  readonly controlPlane: ClusterNamespace;
  readonly agents: ClusterNamespace;
  /** The controllers for which it makes Ingresses and routes. */
  readonly setting: IngressSetting;
}

/** The ClusterRole with which the backend sees the pods of the namespaces that it manages. */
export const VIEWER = 'aiworker-backend-view';

const RBAC = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];
/** `kubectl apply` changes objects with `patch`; `update` is not needed. */
const MANAGE = [...READ, 'create', 'patch', 'delete'];

/**
 * The account `aiworker-backend`. It creates and deletes the namespaces of projects and previews, the objects in them,
 * and the agent pods, from their template.
 *
 * It cannot read Secrets, create Roles or run commands in pods. It writes one Secret in each preview: the credentials
 * with which the kubelet pulls the image.
 *
 * RBAC grants these permissions in every namespace. The {@link NamespaceGuard} restricts them to the namespaces of
 * projects and previews. Admission policies do not apply to read requests. Therefore a RoleBinding in each of these
 * namespaces, and in no other, allows the account to see pods and their use of CPU and memory ({@link viewIn}).
 *
 * @see document 001, "Gestión de Namespaces desde el Backend" and "Dashboard de Namespaces"
 */
export class BackendAccount extends ServiceAccount {
  constructor(scope: Construct, id: string, { controlPlane, agents, setting }: BackendAccountProps) {
    super(scope, id, { namespace: controlPlane, name: 'aiworker-backend' });
    this.grantEverywhere([
      { apiGroup: '', resources: ['namespaces'], verbs: MANAGE },
      { apiGroup: '', resources: ['limitranges', 'resourcequotas', 'services'], verbs: MANAGE },
      // Without `list`: the account does not need the settings of other namespaces.
      { apiGroup: '', resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'delete'] },
      { apiGroup: 'apps', resources: ['deployments'], verbs: MANAGE },
      {
        apiGroup: 'networking.k8s.io',
        resources: [...(hasController(setting, 'nginx') ? ['ingresses'] : []), 'networkpolicies'],
        verbs: MANAGE,
      },
      ...(hasController(setting, 'gateway')
        ? [{ apiGroup: GATEWAY_API, resources: ['httproutes'], verbs: MANAGE }]
        : []),
      { apiGroup: 'policy', resources: ['poddisruptionbudgets'], verbs: MANAGE },
      // The API server knows the name of a new object only with a server-side apply: it refuses any other `create`.
      {
        apiGroup: '',
        resources: ['secrets'],
        resourceNames: [REGISTRY_CREDENTIALS.name],
        verbs: ['create', 'patch'],
      },
      // In a namespace that it creates, the account grants itself the permissions of the viewer, and no others.
      { apiGroup: RBAC, resources: ['rolebindings'], verbs: ['create'] },
      { apiGroup: RBAC, resources: ['rolebindings'], resourceNames: [VIEWER], verbs: ['get', 'patch'] },
      { apiGroup: RBAC, resources: ['clusterroles'], resourceNames: [VIEWER], verbs: ['bind'] },
    ]);
    acceptRisk(this, {
      rule: 'privileged-rbac',
      because: `the account binds itself to ${VIEWER}, the only role that resourceNames allows, in each namespace that it creates`,
    });
    new k8s.KubeClusterRole(this, 'viewer', {
      metadata: { name: VIEWER },
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: READ },
        { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] },
      ],
    });
    this.grantIn(agents, [
      { apiGroup: '', resources: ['pods'], verbs: [...READ, 'create', 'delete'] },
      // The template from which it creates agent pods.
      { apiGroup: '', resources: ['podtemplates'], verbs: ['get'] },
    ]);
  }
  /** Lets the account see the pods of a namespace, and their use of CPU and memory. */
  viewIn(namespace: ClusterNamespace): void {
    this.bindClusterRoleIn(namespace, VIEWER);
  }
}
