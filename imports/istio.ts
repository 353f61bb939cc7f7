import type { IGateway } from '@kubernetes-models/istio/networking.istio.io/v1beta1/Gateway';
import type { IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1beta1/VirtualService';
import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { CustomResource, type NamespacedProps } from './custom-resource';

// Istio promoted these kinds to v1 without changing their fields, so the types of v1beta1 apply to both
// (https://istio.io/latest/blog/2024/v1-apis/).

/** The specification of an {@link IstioGateway}. */
export type IstioGatewaySpec = NonNullable<IGateway['spec']>;

/**
 * An Istio gateway: the ports, hosts and certificates that pods at the edge of the mesh serve.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class IstioGateway extends CustomResource<IstioGatewaySpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' };

  constructor(scope: Construct, id: string, props: NamespacedProps<IstioGatewaySpec>) {
    super(scope, id, IstioGateway.GVK, props);
  }
}

/** The specification of a {@link VirtualService}. */
export type VirtualServiceSpec = NonNullable<IVirtualService['spec']>;

/**
 * A virtual service: the routes of requests for a host.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends CustomResource<VirtualServiceSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' };

  constructor(scope: Construct, id: string, props: NamespacedProps<VirtualServiceSpec>) {
    super(scope, id, VirtualService.GVK, props);
  }
}
