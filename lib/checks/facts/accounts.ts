import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Reference } from './references';
import type { Workload } from './workload';

/**
 * The reference to the account of a user name such as `system:serviceaccount:shop:web`; undefined for other names.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
export function accountReference(object: KubeObject, field: string, username: string): Reference | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]*):([^:]*)$/.exec(username) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  return { object, field, value: username, kind: 'ServiceAccount', namespace, name };
}

/** The service accounts that a binding names, as `namespace/name`. */
export const boundAccounts = perCluster((cluster): ReadonlySet<string> => {
  const bound = new Set<string>();
  for (const { json, namespace: own } of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
    for (const { kind, name, namespace = own } of json.subjects ?? [])
      if (kind === 'ServiceAccount') bound.add(`${namespace}/${name}`);
  }
  return bound;
});

/**
 * Whether the pods of a template mount the token of their service account. The field of the pod overrides that of the
 * account.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
 */
export function mountsToken(cluster: ClusterIndex, { namespace, pod }: Workload): boolean {
  const name = accountOf(pod);
  const account = cluster.find({ kind: 'ServiceAccount', namespace, name });
  return pod.automountServiceAccountToken ?? account?.json.automountServiceAccountToken ?? true;
}

/** The name of the service account of a pod. */
export function accountOf({ serviceAccountName }: Workload['pod']): string {
  return serviceAccountName ?? 'default';
}
