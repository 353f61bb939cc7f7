import { Construct } from 'constructs';
import {
  BackendTrafficPolicy,
  ClientTrafficPolicy,
  type PolicyTarget,
  SecurityPolicy,
} from '../../../imports/envoy-gateway';
import { GATEWAY_API } from '../../../imports/gateway-api';
import type { PodGroup } from '../../core/isolation/connection';
import { placeIn, Stage } from '../../core/placement';
import type {
  ControllerContext,
  IngressController,
  IngressControllerFactory,
  WildcardCertificate,
} from '../controller';
import type { Exposure } from '../exposure';
import type { HostArea } from '../gateway/listeners';
import { GATEWAY_NAME } from '../gateway/listeners';
import { PublicGateway } from '../gateway/public-gateway';
import { podConnections } from '../pod-network';
import { requireSupport } from '../support';
import { EnvoyGatewayController, type EnvoyGatewayProps } from './controller';
import { addPolicies, DEFAULT_CLIENTS, DEFAULT_TRAFFIC } from './policies';
import { HTTPS } from './proxies';

/** The properties of Envoy Gateway as an ingress controller. */
export interface EnvoyIngressProps extends Omit<EnvoyGatewayProps, 'dnsNames'> {
  /** The default certificate, in the namespace of Envoy Gateway. @default the one of the {@link IngressStack} */
  readonly wildcard?: WildcardCertificate;
  /** Hosts whose routes another program creates. @default none */
  readonly areas?: readonly HostArea[];
}

/**
 * Envoy Gateway as the ingress controller of an {@link IngressStack}, with one gateway for all exposures.
 *
 * @throws Error if a property is invalid
 */
export function envoyGateway(props: EnvoyIngressProps): IngressControllerFactory<EnvoyIngress> {
  return (scope, context) => new EnvoyIngress(scope, 'gateway', { ...context, ...props });
}

/** Envoy Gateway, the gateway of the cluster, and the policies that apply to all of its routes. */
export class EnvoyIngress extends Construct implements IngressController {
  readonly controller: EnvoyGatewayController;
  private readonly gateway: PublicGateway;

  constructor(scope: Construct, id: string, props: EnvoyIngressProps & ControllerContext) {
    super(scope, id);
    const { wildcard, areas = [], publishes } = props;
    const namespace = props.namespace.name;
    this.controller = new EnvoyGatewayController(this, 'controller', {
      ...props,
      dnsNames: wildcard?.dnsNames.filter(publishes),
    });
    placeIn(this, Stage.addons, 'envoy-gateway');
    this.gateway = new PublicGateway(this, 'gateway', {
      namespace,
      className: this.controller.className,
      wildcard,
      areas,
    });
    new ClientTrafficPolicy(this, 'clients', {
      name: GATEWAY_NAME,
      namespace,
      spec: { targetRefs: [target()], ...DEFAULT_CLIENTS },
    });
    new BackendTrafficPolicy(this, 'traffic', {
      name: GATEWAY_NAME,
      namespace,
      spec: { targetRefs: [target()], ...DEFAULT_TRAFFIC },
    });
    for (const { name, basicAuth } of areas)
      if (basicAuth)
        new SecurityPolicy(this, `users-${name}`, {
          name,
          namespace,
          spec: { targetRefs: [target(name)], basicAuth: { users: { name: basicAuth.name } } },
        });
  }

  expose(scope: Construct, exposure: Exposure): void {
    requireSupport(exposure, 'envoy-gateway');
    this.gateway.expose(scope, exposure);
    addPolicies(scope, exposure, this.gateway.areaOf(exposure));
  }

  admit(to: PodGroup, because: string): void {
    podConnections(this, this.controller.envoys, HTTPS.containerPort).admit(to, because);
  }

  allowClients(from: PodGroup, because: string): void {
    podConnections(this, this.controller.envoys, HTTPS.containerPort).allowClients(from, because);
  }
}

/** The gateway, or one of its listeners. */
function target(sectionName?: string): PolicyTarget {
  return { group: GATEWAY_API, kind: 'Gateway', name: GATEWAY_NAME, ...(sectionName && { sectionName }) };
}
