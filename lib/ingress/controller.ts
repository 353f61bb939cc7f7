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
  /** The IngressClass, by which HTTP-01 challenges reach the controller. */
  readonly className: string;
  /**
   * Makes the objects of an exposure below a construct.
   *
   * @throws Error if the controller does not support an option of the exposure
   */
  expose(scope: Construct, exposure: Exposure): void;
  /** Allows connections from the controller to pods. */
  admit(to: PodGroup, because: string): void;
}

/**
 * Makes the controller of an {@link IngressStack}, such as `nginx({ … })` or `managed(…)`.
 *
 * @param wildcard the default certificate
 * @throws Error if the controller does not support a default certificate
 */
export type IngressControllerFactory<C extends IngressController = IngressController> = (
  scope: Construct,
  wildcard: WildcardCertificate | undefined,
) => C;
