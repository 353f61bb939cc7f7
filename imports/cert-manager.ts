import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ClusterScopedProps, CustomResource, type NamespacedProps } from './custom-resource';

/** What a {@link Certificate} asks for. */
export type CertificateSpec = ICertificate['spec'];

/**
 * A certificate that cert-manager orders, keeps in a secret and renews.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class Certificate extends CustomResource<CertificateSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };

  constructor(scope: Construct, id: string, props: NamespacedProps<CertificateSpec>) {
    super(scope, id, Certificate.GVK, props);
  }
}

type Acme = NonNullable<IClusterIssuer['spec']['acme']>;

/** How an issuer proves names; of the ways over HTTP only the Ingress's class, which cert-manager knows since 1.12. */
export type AcmeSolver = Omit<NonNullable<Acme['solvers']>[number], 'http01'> & {
  readonly http01?: {
    readonly ingress: { readonly ingressClassName: string; readonly serviceType: 'ClusterIP' | 'NodePort' };
  };
};

/** What a {@link ClusterIssuer} is: an account at an ACME server. */
export interface ClusterIssuerSpec {
  readonly acme: Omit<Acme, 'solvers'> & { readonly solvers: readonly AcmeSolver[] };
}

/**
 * Who issues certificates, for all namespaces: it lies in none itself.
 *
 * @see https://cert-manager.io/docs/concepts/issuer/
 */
export class ClusterIssuer extends CustomResource<ClusterIssuerSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' };

  constructor(scope: Construct, id: string, props: ClusterScopedProps<ClusterIssuerSpec>) {
    super(scope, id, ClusterIssuer.GVK, props);
  }
}
