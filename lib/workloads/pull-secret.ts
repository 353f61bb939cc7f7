import type { ExpectedSecret } from '../checks/engine/cluster-facts';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';

/** The type of a Secret with the credentials of a registry. */
export const PULL_SECRET_TYPE = 'kubernetes.io/dockerconfigjson';

/**
 * Declares the Secret with which the kubelet pulls the images of a namespace.
 *
 * @param account the account of the registry, in words
 * @throws Error if the namespace has a declared Secret of this name already
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
 */
export function expectPullSecret(namespace: ClusterNamespace, name: string, account: string): ExpectedSecret {
  return ClusterBase.of(namespace).expectSecret({
    namespace,
    name,
    type: PULL_SECRET_TYPE,
    keys: { '.dockerconfigjson': account },
    purpose: 'the kubelet pulls the images of this namespace with these credentials',
  });
}
