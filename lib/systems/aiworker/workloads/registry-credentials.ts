import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';

const NAME = 'registry-credentials';

/**
 * Declares the secret with which the kubelet pulls a namespace's images from the platform's own registry.
 *
 * @returns its name, for pods' `imagePullSecrets`
 */
export function registryCredentials(namespace: ClusterNamespace): string {
  ClusterBase.of(namespace).expectSecret({
    namespace: namespace.name,
    name: NAME,
    type: 'kubernetes.io/dockerconfigjson',
    keys: { '.dockerconfigjson': 'an account of git that may read packages, and no more' },
    purpose: "the kubelet pulls this namespace's images with it",
  });
  return NAME;
}
