import type { ExpectedSecret } from '../../../checks/engine/cluster-facts';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';

/** Declares the Secret with which the kubelet pulls the images of a namespace from the registry of the platform. */
export function registryCredentials(namespace: ClusterNamespace): ExpectedSecret {
  return ClusterBase.of(namespace).expectSecret({
    namespace,
    name: 'registry-credentials',
    type: 'kubernetes.io/dockerconfigjson',
    keys: { '.dockerconfigjson': 'an account of Gitea that can only read packages' },
    purpose: 'the kubelet pulls the images of this namespace with these credentials',
  });
}
