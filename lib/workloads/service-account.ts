import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { placeIn, Stage } from '../core/placement';

/** The properties of a ServiceAccount. */
export interface ServiceAccountProps {
  readonly namespace: { readonly name: string };
  /** A DNS-1123 label. */
  readonly name: string;
  /** Whether pods that do not state it mount the token. @default Kubernetes' default, true */
  readonly automountToken?: boolean;
}

/** The verbs that are allowed for some resources. */
export interface Permission {
  /** The API group, or several; `''` for the core group. */
  readonly apiGroup: string | readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The names of the objects. @default all objects */
  readonly resourceNames?: readonly string[];
}

/** A ServiceAccount with its permissions. A new account has none. */
export class ServiceAccount extends Construct {
  readonly name: string;
  readonly namespace: { readonly name: string };
  private readonly everywhere: Permission[] = [];

  constructor(scope: Construct, id: string, { namespace, name, automountToken }: ServiceAccountProps) {
    super(scope, id);
    placeIn(this, Stage.access, 'access');
    this.name = name;
    this.namespace = namespace;
    new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { name, namespace: namespace.name },
      automountServiceAccountToken: automountToken,
    });
  }

  /** The user name of the account in the API server. */
  get username(): string {
    return `system:serviceaccount:${this.namespace.name}:${this.name}`;
  }

  /** Grants permissions for cluster-scoped resources, and for others in every namespace. Further calls add to them. */
  grantEverywhere(permissions: readonly Permission[]): void {
    this.everywhere.push(...permissions);
    if (this.everywhere.length > permissions.length) return;
    new k8s.KubeClusterRole(this, 'cluster-role', {
      metadata: { name: this.name },
      rules: Lazy.any({ produce: () => rules(this.everywhere) }) as k8s.PolicyRule[],
    });
    this.bindClusterRole('cluster-role-binding', this.name, this.name);
  }

  /** Grants permissions within one namespace. */
  grantIn(namespace: { readonly name: string }, permissions: readonly Permission[]): void {
    const scope = new Construct(this, namespace.name);
    const metadata = { name: this.name, namespace: namespace.name };
    new k8s.KubeRole(scope, 'role', { metadata, rules: rules(permissions) });
    this.bindRole(scope, metadata, this.name);
  }

  /** Binds an existing ClusterRole in all namespaces. */
  bindClusterRole(id: string, name: string, clusterRole: string): void {
    new k8s.KubeClusterRoleBinding(this, id, {
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: clusterRole },
      subjects: [this.subject()],
    });
  }

  /** Binds an existing ClusterRole in one namespace. The RoleBinding has its name, and is part of the namespace. */
  bindClusterRoleIn(namespace: ClusterNamespace, clusterRole: string): void {
    new k8s.KubeRoleBinding(namespace, clusterRole, {
      metadata: { name: clusterRole, namespace: namespace.name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: clusterRole },
      subjects: [this.subject()],
    });
  }

  /** Binds an existing Role of a namespace. */
  bindRole(
    scope: Construct,
    metadata: { readonly name: string; readonly namespace: string },
    role: string,
  ): void {
    new k8s.KubeRoleBinding(scope, 'role-binding', {
      metadata,
      roleRef: { apiGroup: RBAC, kind: 'Role', name: role },
      subjects: [this.subject()],
    });
  }

  private subject(): k8s.Subject {
    return { kind: 'ServiceAccount', name: this.name, namespace: this.namespace.name };
  }
}

const RBAC = 'rbac.authorization.k8s.io';

function rules(permissions: readonly Permission[]): k8s.PolicyRule[] {
  return permissions.map(({ apiGroup, resources, verbs, resourceNames }) => ({
    apiGroups: [apiGroup].flat(),
    resources: [...resources],
    verbs: [...verbs],
    resourceNames: resourceNames && [...resourceNames],
  }));
}
