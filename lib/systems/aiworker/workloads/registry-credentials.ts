import type { ExpectedSecret } from '../../../checks/engine/cluster-facts';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';

/** Declares the Secret with which the kubelet pulls the images of a namespace from aiworker's own registry. */
export function registryCredentials(namespace: ClusterNamespace): ExpectedSecret {
  return ClusterBase.of(namespace).expectSecret({
    namespace,
    name: 'registry-credentials',
    type: 'kubernetes.io/dockerconfigjson',
    keys: { '.dockerconfigjson': 'an account of git that may read packages, and no more' },
    purpose: "the kubelet pulls this namespace's images with it",
  });
}
