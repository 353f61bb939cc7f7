import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { CustomResource, type NamespacedProps } from './custom-resource';

/** What a {@link SecretProviderClass} fetches, and from where. */
export interface SecretProviderClassSpec {
  /** The driver's provider, such as `azure`. */
  readonly provider: string;
  /** The provider's own settings, all of them strings. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Kubernetes secrets that the driver keeps while a pod mounts the class. @default none */
  readonly secretObjects?: readonly SecretObject[];
}

/** A Kubernetes secret made of what was fetched. */
export interface SecretObject {
  readonly secretName: string;
  readonly type: string;
  readonly data: readonly {
    /** What the provider calls the value. */
    readonly objectName: string;
    /** The secret's key for it. */
    readonly key: string;
  }[];
}

/**
 * What the Secrets Store CSI driver mounts into pods from a vault outside the cluster.
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
