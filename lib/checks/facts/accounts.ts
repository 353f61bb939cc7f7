import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import type { Reference } from './references';

/**
 * The reference to the account of a user name such as `system:serviceaccount:shop:web`; undefined for other names, and for
 * accounts in namespaces that this program does not make.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
export function accountReference(
  cluster: ClusterIndex,
  object: KubeObject,
  field: string,
  username: string,
): Reference | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]*):([^:]*)$/.exec(username) ?? [];
  if (namespace === undefined || name === undefined || cluster.isForeign(namespace)) return undefined;
  return { object, field, value: username, kind: 'ServiceAccount', namespace, name };
}
