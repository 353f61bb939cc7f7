import type { ExpectedSecret } from '../../../checks/engine/cluster-facts';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';

/** The name and the type of the Secret with the credentials of the registry, in every namespace that has one. */
export const REGISTRY_CREDENTIALS = {
  name: 'registry-credentials',
  type: 'kubernetes.io/dockerconfigjson',
} as const;

/** Declares the Secret with which the kubelet pulls the images of a namespace from the registry of the platform. */
export function registryCredentials(namespace: ClusterNamespace): ExpectedSecret {
  return ClusterBase.of(namespace).expectSecret({
    namespace,
    ...REGISTRY_CREDENTIALS,
    keys: { '.dockerconfigjson': 'an account of Gitea that can only read packages' },
    purpose: 'the kubelet pulls the images of this namespace with these credentials',
  });
}
