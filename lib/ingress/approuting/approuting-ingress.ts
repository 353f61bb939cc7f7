import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import { placeIn, Stage } from '../../core/placement';
import { quote } from '../../kube/text';
import type { ControllerContext, IngressController, IngressControllerFactory } from '../controller';
import type { Exposure } from '../exposure';
import { GATEWAY_NAME, type ListenerTls } from '../gateway/listeners';
import { PublicGateway } from '../gateway/public-gateway';
import { podConnections } from '../pod-network';
import { requireSupport } from '../support';
import { gatewaySettings } from './gateway-settings';
import { type VaultCertificates, vaultListeners } from './vault-certificates';

/** The GatewayClass, which AKS makes. */
export const APPROUTING_CLASS = 'approuting-istio';

/** The ports of the gateway's pods. They listen on those of the listeners, which a sysctl of the pods allows. */
const HTTP = 80;
const HTTPS = 443;
const METRICS = 15_020;

/** The properties of application routing as an ingress controller. */
export interface ApproutingProps {
  /**
   * The namespace of the gateway and of its pods, with the Pod Security level `baseline`: the pods state no seccomp profile,
   * and a sysctl that the level `restricted` admits as well.
   */
  readonly namespace: ClusterNamespace;
  /**
   * Certificates that AKS reads from a key vault, in place of ordered ones. AKS must have its operator of application
   * routing, the Secrets Store driver for key vaults, and workload identities.
   *
   * @default none
   * @see docs/migration.md
   */
  readonly keyVault?: VaultCertificates;
  /** The pods of istiod, on the port from which the gateway's pods get their configuration and their certificates. */
  readonly controlPlane: PodGroup;
}

/** The gateway's pods in a namespace, on the ports for HTTP and HTTPS. */
export function gatewayPodsIn(namespace: ClusterNamespace): PodGroup {
  return namespace.pods(GATEWAY_LABELS, { port: HTTP }, { port: HTTPS });
}

/** The label that istiod sets on the pods. */
const GATEWAY_LABELS = { 'gateway.networking.k8s.io/gateway-name': GATEWAY_NAME };

/**
 * AKS's application routing on the Gateway API as the ingress controller of an {@link IngressStack}, with one gateway for
 * all exposures. Its istiod makes the pods, the load balancer, an autoscaler from two to five pods, and a disruption budget.
 *
 * AKS must have the add-on and its managed CRDs, whose version for Kubernetes 1.36 is v1.5.1 of the standard channel.
 *
 * @throws Error if the stack has a wildcard certificate in another namespace
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api
 * @see https://learn.microsoft.com/azure/aks/managed-gateway-api
 */
export function approutingIstio(props: ApproutingProps): IngressControllerFactory<ApproutingIngress> {
  return (scope, context) => new ApproutingIngress(scope, 'gateway', { ...context, ...props });
}

/** The gateway of a cluster on AKS, and the connections of its pods. */
export class ApproutingIngress extends Construct implements IngressController {
  /** The port of the metrics of the gateway's pods. */
  readonly metrics: { readonly pods: PodGroup; readonly port: number };
  private readonly gateway: PublicGateway;
  private readonly certificates: ReadonlyMap<string, ListenerTls> | undefined;
  private readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: ApproutingProps & ControllerContext) {
    super(scope, id);
    const { namespace, controlPlane, wildcard, keyVault } = props;
    placeIn(this, Stage.addons, 'gateway');
    if (namespace.podSecurity === 'restricted')
      throw new Error(
        `gateway ${quote(GATEWAY_NAME)}: the Pod Security level of namespace ${quote(namespace.name)} is restricted, but the pods that istiod makes have no seccomp profile: use baseline`,
      );
    this.pods = gatewayPodsIn(namespace);
    this.metrics = { pods: namespace.pods(GATEWAY_LABELS, { port: METRICS }), port: METRICS };
    const settings = gatewaySettings(this, 'settings', {
      name: `${GATEWAY_NAME}-gateway`,
      namespace: namespace.name,
      labels: GATEWAY_LABELS,
    });
    this.certificates = keyVault && vaultListeners(this, 'key-vault', namespace.name, keyVault);
    this.gateway = new PublicGateway(this, 'gateway', {
      namespace: namespace.name,
      className: APPROUTING_CLASS,
      wildcard,
      certificates: this.certificates,
      infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: settings.name } },
    });
    const { isolation } = ClusterBase.of(this);
    isolation.allow({
      from: this.pods,
      to: controlPlane,
      because: 'istiod configures the gateway, with the certificates of its listeners',
    });
    isolation.allowFromAnywhere({ to: this.pods, because: 'clients connect to the hosts of the cluster' });
  }

  expose(scope: Construct, exposure: Exposure): void {
    requireSupport(exposure, APPROUTING_CLASS);
    this.gateway.expose(scope, exposure);
  }

  hasCertificate(host: string): boolean {
    return this.certificates?.has(host) ?? false;
  }

  admit(to: PodGroup, because: string): void {
    podConnections(this, this.pods, HTTPS).admit(to, because);
  }

  allowClients(from: PodGroup, because: string): void {
    podConnections(this, this.pods, HTTPS).allowClients(from, because);
  }
}
