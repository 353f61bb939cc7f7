import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ClusterScopedProps, CustomResource, type NamespacedProps } from './custom-resource';
import type { ParentReference } from './gateway-api';

/** The specification of a {@link Certificate}, without the fields that no construct writes and no rule reads. */
export interface CertificateSpec {
  /** The Secret in which the certificate is stored, in the namespace of the Certificate. */
  readonly secretName: string;
  readonly issuerRef: { readonly name: string; readonly kind?: string; readonly group?: string };
  readonly commonName?: string;
  readonly dnsNames?: readonly string[];
  /** Such as `server auth`. @default digital signature and key encipherment */
  readonly usages?: readonly string[];
  readonly isCA?: boolean;
  /** A Go duration such as `2160h`. @default 90 days */
  readonly duration?: string;
  /** A Go duration. @default a third of the lifetime */
  readonly renewBefore?: string;
  readonly privateKey?: {
    readonly algorithm: 'RSA' | 'ECDSA' | 'Ed25519';
    readonly size: number;
    readonly rotationPolicy: 'Never' | 'Always';
  };
  /** Formats that the Secret has besides PEM. */
  readonly additionalOutputFormats?: readonly { readonly type: 'DER' | 'CombinedPEM' }[];
  readonly keystores?: {
    readonly jks?: { readonly create: boolean };
    readonly pkcs12?: { readonly create: boolean };
  };
}

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

interface SolverPod {
  readonly serviceType?: 'ClusterIP' | 'NodePort';
  /** @default the solver's pod has no priority class */
  readonly podTemplate?: { readonly spec?: { readonly priorityClassName?: string } };
}

/** The way of an HTTP-01 challenge: either an Ingress of a class, or a route of a gateway. */
export interface Http01Solver {
  readonly ingress?: SolverPod & {
    readonly ingressClassName?: string;
    /** The class as an annotation of the Ingress, for controllers that do not read `ingressClassName`. */
    readonly class?: string;
  };
  readonly gatewayHTTPRoute?: SolverPod & { readonly parentRefs: readonly ParentReference[] };
}

/** The challenge by which an issuer proves control of a name: either `http01` or `dns01`. */
export interface AcmeSolver {
  /** The names for which the solver is used. @default all names */
  readonly selector?: {
    readonly dnsNames?: readonly string[];
    readonly dnsZones?: readonly string[];
    /** Labels of the Certificate. */
    readonly matchLabels?: Readonly<Record<string, string>>;
  };
  readonly http01?: Http01Solver;
  readonly dns01?: {
    readonly cloudflare: { readonly apiTokenSecretRef: { readonly name: string; readonly key: string } };
  };
}

/** The specification of a {@link ClusterIssuer}: an account at an ACME server. */
export interface ClusterIssuerSpec {
  readonly acme: {
    readonly server: string;
    readonly email: string;
    /** The Secret in which cert-manager stores the key of the account. */
    readonly privateKeySecretRef: { readonly name: string };
    readonly solvers: readonly AcmeSolver[];
  };
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
