import { KEY_VAULT_CLASSES, KEY_VAULT_OPTIONS, keyVaultSecretName } from '../../kube/key-vault-listener';
import type { ClusterIndex } from '../engine/cluster-index';
import { perCluster } from '../engine/per-cluster';
import { allListeners, type Listener } from './listeners';

/** A listener whose certificate AKS reads from a key vault. */
export interface KeyVaultListener extends Listener {
  /** The name of the Secret that AKS makes in the namespace of the Gateway. */
  readonly secret: string;
}

/**
 * The listeners whose certificates AKS reads from a key vault. AKS ignores the options of ListenerSets.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api-dns-tls#tls-integration
 */
export const keyVaultListeners = perCluster((cluster: ClusterIndex): readonly KeyVaultListener[] =>
  allListeners(cluster).flatMap((listener) => {
    const { object, gateway, spec } = listener;
    if (object !== gateway || !KEY_VAULT_CLASSES.includes(gateway.spec.gatewayClassName ?? '')) return [];
    if (!spec.tls?.options?.[KEY_VAULT_OPTIONS.certificate]) return [];
    return [{ ...listener, secret: keyVaultSecretName(gateway.name, spec.name ?? '') }];
  }),
);
