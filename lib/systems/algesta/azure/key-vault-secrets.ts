import { Construct } from 'constructs';
import type * as k8s from '../../../../imports/k8s';
import { SecretProviderClass } from '../../../../imports/secrets-store';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { KeyVault } from '../config';

/** A secret of the vault, and the key of the Kubernetes Secret to which it is synced. */
export interface SyncedSecret {
  /** The name of the secret in the vault. */
  readonly object: string;
  /** The Kubernetes Secret. */
  readonly secret: { readonly name: string };
  readonly key: string;
}

/** The properties of synced secrets. */
export interface KeyVaultSecretsProps {
  readonly namespace: ClusterNamespace;
  /** The name of the SecretProviderClass. */
  readonly name: string;
  readonly vault: KeyVault;
  readonly secrets: readonly SyncedSecret[];
}

/**
 * Secrets of an Azure key vault, which the Secrets Store CSI driver syncs to Kubernetes Secrets.
 *
 * The driver creates the Kubernetes Secrets while a pod mounts the volume, so every pod that uses them must mount it. The
 * environment variables of the pods are the same as with Secrets that a person creates. AKS installs the driver only with
 * its add-on.
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

/** The list of objects as the provider expects it: YAML in a string, in which each item is a string with YAML. */
function objectList(secrets: readonly SyncedSecret[]): string {
  const items = secrets.map(({ object }) =>
    ['  - |', `    objectName: ${object}`, '    objectType: secret', '    objectVersion: ""'].join('\n'),
  );
  return ['array:', ...items, ''].join('\n');
}
