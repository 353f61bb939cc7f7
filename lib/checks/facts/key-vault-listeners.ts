import { KEY_VAULT_CLASSES, KEY_VAULT_OPTIONS, keyVaultSecretName } from '../../kube/key-vault-listener';
import type { ClusterIndex } from '../engine/cluster-index';
import { perCluster } from '../engine/per-cluster';
import { allListeners, type Listener } from './listeners';

/** A listener whose certificate is to come from a key vault. */
export interface KeyVaultListener extends Listener {
  /** The name of the Secret that AKS makes in the namespace of the Gateway; undefined if it ignores the listener. */
  readonly secret: string | undefined;
}

/**
 * The listeners with the address of a certificate in a key vault. AKS ignores those of ListenerSets and of other classes.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api-dns-tls#tls-integration
 */
export const keyVaultListeners = perCluster((cluster: ClusterIndex): readonly KeyVaultListener[] =>
  allListeners(cluster)
    .filter(({ spec }) => spec.tls?.options?.[KEY_VAULT_OPTIONS.certificate])
    .map((listener) => {
      const { object, gateway, spec } = listener;
      const isRead = object === gateway && KEY_VAULT_CLASSES.includes(gateway.spec.gatewayClassName ?? '');
      return { ...listener, secret: isRead ? keyVaultSecretName(gateway.name, spec.name ?? '') : undefined };
    }),
);
