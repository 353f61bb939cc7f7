import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ClusterScopedProps, CustomResource, type NamespacedProps } from './custom-resource';

// `kubectl apply` compares lists of custom resources as a whole. If their items lacked fields that the API server sets to a
// default, it would report a change each time, so that these fields are required here.

/** The API group of the Gateway API. */
export const GATEWAY_API = 'gateway.networking.k8s.io' as const;

const VERSION = `${GATEWAY_API}/v1`;

/** The specification of a {@link GatewayClass}. */
export interface GatewayClassSpec {
  /** The identifier of the controller. It cannot be changed. */
  readonly controllerName: string;
  /** The settings of the controller for the gateways of the class. @default the defaults of the controller */
  readonly parametersRef?: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
  };
}

/**
 * A class of gateways that one controller serves. The object is cluster-scoped.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
 */
export class GatewayClass extends CustomResource<GatewayClassSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'GatewayClass' };

  constructor(scope: Construct, id: string, props: ClusterScopedProps<GatewayClassSpec>) {
    super(scope, id, GatewayClass.GVK, props);
  }
}

/** The namespaces whose objects may attach to a gateway or to a listener. */
export type AttachableNamespaces =
  | { readonly from: 'All' | 'Same' }
  | { readonly from: 'Selector'; readonly selector: NamespaceSelector };

/** A selector of namespaces by labels. */
export interface NamespaceSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: string[];
  }[];
}

/** A port, protocol and host name on which a gateway listens. */
export interface Listener {
  readonly name: string;
  /** A DNS name. The first label may be a wildcard. @default all hosts */
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** @default routes of the namespace of the listener */
  readonly allowedRoutes?: {
    readonly namespaces: AttachableNamespaces;
    /** @default the kinds that belong to the protocol */
    readonly kinds?: readonly { readonly kind: string }[];
  };
  /** Required for HTTPS. */
  readonly tls?: {
    readonly mode: 'Terminate';
    readonly certificateRefs: readonly {
      readonly group: '';
      readonly kind: 'Secret';
      readonly name: string;
      readonly namespace?: string;
    }[];
    /** Options of an implementation. @default none */
    readonly options?: Readonly<Record<string, string>>;
  };
}

/** The specification of a {@link Gateway}. */
export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly Listener[];
  /** The namespaces whose ListenerSets may add listeners. @default none */
  readonly allowedListeners?: { readonly namespaces: AttachableNamespaces | { readonly from: 'None' } };
  /** Metadata and settings of the objects that the controller makes for the gateway. @default none */
  readonly infrastructure?: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly parametersRef?: { readonly group: string; readonly kind: string; readonly name: string };
  };
}

/**
 * A gateway: the listeners through which requests enter the cluster.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gateway/
 */
export class Gateway extends CustomResource<GatewaySpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'Gateway' };

  constructor(scope: Construct, id: string, props: NamespacedProps<GatewaySpec>) {
    super(scope, id, Gateway.GVK, props);
  }
}

/** A reference to a gateway or a ListenerSet, or to one of its listeners. */
export interface ParentReference {
  readonly group: typeof GATEWAY_API;
  readonly kind: 'Gateway' | 'ListenerSet';
  readonly name: string;
  /** @default the namespace of the object */
  readonly namespace?: string;
  /** The name of a listener. @default all listeners that accept the object */
  readonly sectionName?: string;
}

/** The specification of a {@link ListenerSet}. */
export interface ListenerSetSpec {
  readonly parentRef: ParentReference;
  readonly listeners: readonly Listener[];
}

/**
 * Further listeners of a gateway, in another namespace and with the certificates of that namespace.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/listenerset/
 */
export class ListenerSet extends CustomResource<ListenerSetSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'ListenerSet' };

  constructor(scope: Construct, id: string, props: NamespacedProps<ListenerSetSpec>) {
    super(scope, id, ListenerSet.GVK, props);
  }
}

/** A header with its value. */
export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

/** A change of requests or responses, or an answer without a backend. Only the filters of the standard channel. */
export type HttpRouteFilter =
  | {
      readonly type: 'RequestRedirect';
      readonly requestRedirect: { readonly scheme: 'https'; readonly statusCode: number };
    }
  | {
      readonly type: 'ResponseHeaderModifier';
      readonly responseHeaderModifier: { readonly set: HttpHeader[] };
    }
  | { readonly type: 'RequestHeaderModifier'; readonly requestHeaderModifier: { readonly remove: string[] } }
  | { readonly type: 'URLRewrite'; readonly urlRewrite: { readonly hostname: string } }
  | { readonly type: 'CORS'; readonly cors: CorsFilter };

/** The filter for requests of web pages of other origins. */
export interface CorsFilter {
  readonly allowOrigins: readonly string[];
  readonly allowCredentials?: boolean;
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  /** In seconds. */
  readonly maxAge?: number;
}

/** Requests, and the backend that receives them. */
export interface HttpRouteRule {
  /** The name by which a policy refers to the rule. */
  readonly name?: string;
  /** @default all requests */
  readonly matches?: readonly {
    readonly path?: { readonly type: 'PathPrefix' | 'Exact'; readonly value: string };
    readonly headers?: readonly (HttpHeader & { readonly type: 'Exact' | 'RegularExpression' })[];
  }[];
  readonly filters?: readonly HttpRouteFilter[];
  readonly backendRefs?: readonly {
    readonly group: '';
    readonly kind: 'Service';
    readonly name: string;
    readonly port: number;
    readonly weight: number;
  }[];
  readonly timeouts?: { readonly request: string };
}

/** The specification of an {@link HttpRoute}. */
export interface HttpRouteSpec {
  readonly parentRefs: readonly ParentReference[];
  readonly hostnames: readonly string[];
  readonly rules: readonly HttpRouteRule[];
}

/**
 * The routes of HTTP requests from listeners to Services.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export class HttpRoute extends CustomResource<HttpRouteSpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'HTTPRoute' };

  constructor(scope: Construct, id: string, props: NamespacedProps<HttpRouteSpec>) {
    super(scope, id, HttpRoute.GVK, props);
  }
}
