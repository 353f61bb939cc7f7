import { Construct } from 'constructs';
import type * as k8s from '../../../../imports/k8s';
import { SecretProviderClass } from '../../../../imports/secrets-store';
import type { ClusterNamespace } from '../../../core/cluster-namespace';

/** A key vault, and who may read it. */
export interface KeyVault {
  readonly name: string;
  /** The Entra tenant of the vault, a UUID. */
  readonly tenantId: string;
  /** The client id of the managed identity that reads it, a UUID. */
  readonly clientId: string;
}

/** A secret of the vault, and the key of the Kubernetes secret that it fills. */
export interface SyncedSecret {
  /** The name of the secret in the vault. */
  readonly object: string;
  /** The Kubernetes Secret. */
  readonly secret: { readonly name: string };
  readonly key: string;
}

/** Which secrets come from which vault. */
export interface KeyVaultSecretsProps {
  readonly namespace: ClusterNamespace;
  /** The SecretProviderClass's name. */
  readonly name: string;
  readonly vault: KeyVault;
  readonly secrets: readonly SyncedSecret[];
}

/**
 * Secrets of an Azure key vault, synced into Kubernetes secrets by the Secrets Store CSI driver.
 *
 * The driver makes the Kubernetes secrets while a pod mounts the volume, so that every pod that uses them must mount it;
 * the pods' environment is the same as with secrets made by hand. AKS has the driver only with its add-on.
 *
 * @see https://learn.microsoft.com/azure/aks/csi-secrets-store-driver
 */
export class KeyVaultSecrets extends Construct {
  /** The volume that every pod must mount. */
  readonly volume: k8s.Volume;

  constructor(scope: Construct, id: string, props: KeyVaultSecretsProps) {
    super(scope, id);
    const { namespace, name, vault, secrets } = props;
    new SecretProviderClass(this, 'secret-provider-class', {
      name,
      namespace: namespace.name,
      spec: {
        provider: 'azure',
        parameters: {
          usePodIdentity: 'false',
          useVMManagedIdentity: 'true',
          userAssignedIdentityID: vault.clientId,
          keyvaultName: vault.name,
          objects: objectList(secrets),
          tenantId: vault.tenantId,
        },
        secretObjects: secrets.map(({ object, secret, key }) => ({
          secretName: secret.name,
          type: 'Opaque',
          data: [{ objectName: object, key }],
        })),
      },
    });
    this.volume = {
      name: 'secrets-store',
      csi: {
        driver: 'secrets-store.csi.k8s.io',
        readOnly: true,
        volumeAttributes: { secretProviderClass: name },
      },
    };
  }
}

/** The provider takes YAML in a string, of which each item is YAML in a string again. */
function objectList(secrets: readonly SyncedSecret[]): string {
  const items = secrets.map(({ object }) =>
    ['  - |', `    objectName: ${object}`, '    objectType: secret', '    objectVersion: ""'].join('\n'),
  );
  return ['array:', ...items, ''].join('\n');
}
