import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { CustomResource, type NamespacedProps } from './custom-resource';

/** The specification of an {@link IstioGateway}. */
export interface IstioGatewaySpec {
  /** The labels of the pods that serve the ports. */
  readonly selector: Readonly<Record<string, string>>;
  readonly servers: readonly {
    readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
    readonly hosts: readonly string[];
    /** The certificate is in the Secret `credentialName`, in the namespace of the pods. */
    readonly tls: { readonly mode: 'SIMPLE'; readonly credentialName: string };
  }[];
}

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
export interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  /** The names of gateways, as `<namespace>/<name>`. */
  readonly gateways: readonly string[];
  readonly http: readonly {
    readonly match: readonly { readonly uri: { readonly prefix: string } }[];
    readonly route: readonly {
      readonly destination: { readonly host: string; readonly port: { readonly number: number } };
    }[];
  }[];
}

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
