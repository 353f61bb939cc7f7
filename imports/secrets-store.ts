import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { CustomResource, type NamespacedProps } from './custom-resource';

/** The specification of a {@link SecretProviderClass}. */
export interface SecretProviderClassSpec {
  /** The driver's provider, such as `azure`. */
  readonly provider: string;
  /** The settings of the provider. All values are strings. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Kubernetes Secrets that exist while a pod mounts the class. @default none */
  readonly secretObjects?: readonly SecretObject[];
}

/** A Kubernetes Secret that the driver creates from fetched values. */
export interface SecretObject {
  readonly secretName: string;
  readonly type: string;
  readonly data: readonly {
    /** The name of the value at the provider. */
    readonly objectName: string;
    /** The key of the value in the Secret. */
    readonly key: string;
  }[];
}

/**
 * Values of an external vault that the Secrets Store CSI driver mounts into pods.
 *
 * @see https://secrets-store-csi-driver.sigs.k8s.io/concepts#secretproviderclass
 */
export class SecretProviderClass extends CustomResource<SecretProviderClassSpec> {
  static readonly GVK: GroupVersionKind = {
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    kind: 'SecretProviderClass',
  };

  constructor(scope: Construct, id: string, props: NamespacedProps<SecretProviderClassSpec>) {
    super(scope, id, SecretProviderClass.GVK, props);
  }
}
