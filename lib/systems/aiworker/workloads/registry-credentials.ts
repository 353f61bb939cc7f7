import type { ExpectedSecret } from '../../../checks/engine/cluster-facts';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { expectPullSecret, PULL_SECRET_TYPE } from '../../../workloads/pull-secret';

/** The name and the type of the Secret with the credentials of the registry, in every namespace that has one. */
export const REGISTRY_CREDENTIALS = { name: 'registry-credentials', type: PULL_SECRET_TYPE } as const;

/** Declares the Secret with which the kubelet pulls the images of a namespace from the registry of the platform. */
export function registryCredentials(namespace: ClusterNamespace): ExpectedSecret {
  const account = 'an account of Gitea that can only read packages';
  return expectPullSecret(namespace, REGISTRY_CREDENTIALS.name, account);
}
