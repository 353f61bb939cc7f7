import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { Stage } from '../core/placement';

/** Who an account is, and where. */
export interface PlatformAccountProps {
  readonly namespace: ClusterNamespace;
  /** A DNS-1123 label. */
  readonly name: string;
}

/** What an account may do with which kinds. */
export interface Permission {
  /** The API group, `''` for the core's. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * A ServiceAccount, and what it is granted: nothing at first.
 *
 * What RBAC cannot say (which namespaces, which contents) an admission policy says: {@link NamespaceGuard}.
 */
export class PlatformAccount extends Construct {
  readonly name: string;
  readonly namespace: ClusterNamespace;

  constructor(scope: Construct, id: string, { namespace, name }: PlatformAccountProps) {
    super(scope, id);
    this.name = name;
    this.namespace = namespace;
    new k8s.KubeServiceAccount(this.accessOf(namespace), `service-account-${name}`, {
      metadata: { name, namespace: namespace.name },
    });
  }

  /** The name by which the API server knows the account. */
  get username(): string {
    return `system:serviceaccount:${this.namespace.name}:${this.name}`;
  }

  /** Grants permissions on cluster-scoped kinds, and on the others in every namespace. */
  grantEverywhere(permissions: readonly Permission[]): void {
    const file = this.accessOf(this.namespace);
    new k8s.KubeClusterRole(file, `cluster-role-${this.name}`, {
      metadata: { name: this.name },
      rules: rules(permissions),
    });
    new k8s.KubeClusterRoleBinding(file, `cluster-role-binding-${this.name}`, {
      metadata: { name: this.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: this.name },
      subjects: [this.subject()],
    });
  }

  /** Grants permissions within one namespace. */
  grantIn(namespace: ClusterNamespace, permissions: readonly Permission[]): void {
    const file = this.accessOf(namespace);
    new k8s.KubeRole(file, `role-${namespace.name}-${this.name}`, {
      metadata: { name: this.name, namespace: namespace.name },
      rules: rules(permissions),
    });
    new k8s.KubeRoleBinding(file, `role-binding-${namespace.name}-${this.name}`, {
      metadata: { name: this.name, namespace: namespace.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: this.name },
      subjects: [this.subject()],
    });
  }

  private subject(): k8s.Subject {
    return { kind: 'ServiceAccount', name: this.name, namespace: this.namespace.name };
  }

  private accessOf(namespace: ClusterNamespace): Construct {
    return namespace.file(Stage.access, 'access');
  }
}

function rules(permissions: readonly Permission[]): k8s.PolicyRule[] {
  return permissions.map(({ apiGroup, resources, verbs }) => ({
    apiGroups: [apiGroup],
    resources: [...resources],
    verbs: [...verbs],
  }));
}
