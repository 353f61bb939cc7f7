import type { Construct } from 'constructs';
import type { SecretReference } from '../core/cluster-base';
import type { PodGroup } from '../core/isolation/connection';
import type { Exposure } from './exposure';

/** A certificate that is valid for many hosts, such as an issued wildcard certificate. */
export interface WildcardCertificate {
  /** The names of the certificate, such as `*.example.com`. */
  readonly dnsNames: readonly string[];
  readonly secret: SecretReference;
}

/** An ingress controller: the interface of all implementations of exposures. */
export interface IngressController {
  /**
   * Makes the objects of an exposure below a construct.
   *
   * @throws Error if the controller does not support an option of the exposure
   */
  expose(scope: Construct, exposure: Exposure): void;
  /** Whether the controller has a certificate for a host, so that none is ordered. @default only the default certificate */
  hasCertificate?(host: string): boolean;
  /** Allows connections from the controller to pods. */
  admit(to: PodGroup, because: string): void;
  /**
   * Allows pods to connect to the hosts of the controller over HTTPS.
   *
   * Within the cluster, the address of a load balancer leads to the pods of the controller, and network policies match
   * these. A rule for the internet does not allow the connection.
   */
  allowClients(from: PodGroup, because: string): void;
}

/** What an ingress controller is made for. */
export interface ControllerContext {
  /** The default certificate. @default none */
  readonly wildcard?: WildcardCertificate;
  /** Whether the DNS record of a host leads to the controller. */
  readonly publishes: (host: string) => boolean;
}

/**
 * Makes the controller of an {@link IngressStack}, such as `nginx({ … })`, `managed(…)` or `envoyGateway({ … })`.
 *
 * @throws Error if the controller does not support a default certificate
 */
export type IngressControllerFactory<C extends IngressController = IngressController> = (
  scope: Construct,
  context: ControllerContext,
) => C;
