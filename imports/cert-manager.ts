import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ClusterScopedProps, CustomResource, type NamespacedProps } from './custom-resource';
import type { ParentReference } from './gateway-api';

/** The specification of a {@link Certificate}. */
export type CertificateSpec = ICertificate['spec'];

/**
 * A certificate that cert-manager orders, stores in a Secret and renews.
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

interface SolverPod {
  readonly serviceType: 'ClusterIP' | 'NodePort';
  /** @default the solver's pod has no priority class */
  readonly podTemplate?: { readonly spec: { readonly priorityClassName: string } };
}

/** The way of an HTTP-01 challenge: an Ingress of a class, or a route of a gateway. */
export type Http01Solver =
  | { readonly ingress: SolverPod & { readonly ingressClassName: string } }
  | { readonly gatewayHTTPRoute: SolverPod & { readonly parentRefs: readonly ParentReference[] } };

/** The challenge by which an issuer proves control of a name. */
export type AcmeSolver = Omit<NonNullable<Acme['solvers']>[number], 'http01'> & {
  readonly http01?: Http01Solver;
};

/** The specification of a {@link ClusterIssuer}: an account at an ACME server. */
export interface ClusterIssuerSpec {
  readonly acme: Omit<Acme, 'solvers'> & { readonly solvers: readonly AcmeSolver[] };
}

/**
 * An issuer of certificates for all namespaces. The object is cluster-scoped.
 *
 * @see https://cert-manager.io/docs/concepts/issuer/
 */
export class ClusterIssuer extends CustomResource<ClusterIssuerSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' };

  constructor(scope: Construct, id: string, props: ClusterScopedProps<ClusterIssuerSpec>) {
    super(scope, id, ClusterIssuer.GVK, props);
  }
}

/** The specification of an {@link Issuer}: a self-signed one, or a certificate authority in a Secret of its namespace. */
export type IssuerSpec = { readonly selfSigned: object } | { readonly ca: { readonly secretName: string } };

/**
 * An issuer of certificates for one namespace.
 *
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class Issuer extends CustomResource<IssuerSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' };

  constructor(scope: Construct, id: string, props: NamespacedProps<IssuerSpec>) {
    super(scope, id, Issuer.GVK, props);
  }
}
