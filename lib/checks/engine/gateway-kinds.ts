import type { IContainer, IPodSpec } from '../../../imports/manifest-types';
import type { LabelSelector, Labels } from '../../kube/labels';

/**
 * The fields of Gateway API's kinds that rules read.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export interface GatewaySpec {
  readonly gatewayClassName?: string;
  readonly listeners?: readonly ListenerSpec[];
  /** The namespaces whose ListenerSets may add listeners. @default none */
  readonly allowedListeners?: { readonly namespaces?: AdmittedNamespaces };
  readonly infrastructure?: { readonly labels?: Labels; readonly parametersRef?: ObjectRef };
}

/** Listeners that are added to a Gateway. */
export interface ListenerSetSpec {
  readonly parentRef?: ObjectRef;
  readonly listeners?: readonly ListenerSpec[];
}

/** A port of a Gateway, for a host or all hosts. */
export interface ListenerSpec {
  readonly name?: string;
  readonly port?: number;
  /** `HTTP`, `HTTPS`, `TLS`, `TCP` or `UDP`. */
  readonly protocol?: string;
  /** @default all hosts */
  readonly hostname?: string;
  readonly tls?: {
    readonly mode?: string;
    readonly certificateRefs?: readonly ObjectRef[];
    readonly options?: Labels;
  };
  readonly allowedRoutes?: {
    readonly namespaces?: AdmittedNamespaces;
    readonly kinds?: readonly { readonly kind?: string }[];
  };
}

/** The namespaces from which objects may be attached. */
export interface AdmittedNamespaces {
  /** `All`, `Same`, `Selector` or `None`. */
  readonly from?: string;
  readonly selector?: LabelSelector;
}

/** An HTTPRoute's specification. */
export interface HttpRouteSpec {
  readonly parentRefs?: readonly ParentRef[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly HttpRouteRule[];
}

/** A rule of an HTTPRoute: requests, and where they go. */
export interface HttpRouteRule {
  readonly name?: string;
  readonly matches?: readonly HttpRouteMatch[];
  readonly filters?: readonly HttpRouteFilter[];
  readonly backendRefs?: readonly (BackendRef & { readonly filters?: readonly HttpRouteFilter[] })[];
}

/** The requests of a rule, by path and by other conditions. */
export interface HttpRouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly [condition: string]: unknown;
}

/** A change of requests or responses, as far as it names an object. */
export interface HttpRouteFilter {
  readonly requestMirror?: { readonly backendRef?: BackendRef };
}

/** A reference to an object. */
export interface ObjectRef {
  readonly group?: string;
  readonly kind?: string;
  /** @default the namespace of the object with the reference */
  readonly namespace?: string;
  readonly name?: string;
}

/** A reference to a Gateway or a ListenerSet, or to one of their listeners. */
export interface ParentRef extends ObjectRef {
  readonly sectionName?: string;
  readonly port?: number;
}

/** A reference to a Service, with the number of its port. */
export interface BackendRef extends ObjectRef {
  readonly port?: number;
  /** The share of the requests. @default 1 */
  readonly weight?: number;
}

/** The references from other namespaces that the objects of a namespace permit. */
export interface ReferenceGrantSpec {
  readonly from?: readonly { readonly group?: string; readonly kind?: string; readonly namespace?: string }[];
  readonly to?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[];
}

/** The class of a Gateway, by which a controller is selected. */
export interface GatewayClassSpec {
  readonly controllerName?: string;
  readonly parametersRef?: ObjectRef;
}

/**
 * The settings of the proxies that Envoy Gateway creates for a Gateway.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxyspec
 */
export interface EnvoyProxySpec {
  readonly mergeGateways?: boolean;
  readonly provider?: { readonly kubernetes?: EnvoyProxyProvider };
}

/** The workload and the Service of the proxies. */
export interface EnvoyProxyProvider {
  readonly useListenerPortAsContainerPort?: boolean;
  readonly envoyDeployment?: EnvoyProxyWorkload;
  readonly envoyDaemonSet?: EnvoyProxyWorkload;
  readonly envoyHpa?: { readonly minReplicas?: number; readonly maxReplicas?: number };
  readonly envoyService?: { readonly type?: string; readonly externalTrafficPolicy?: string };
}

/** The pods of the proxies. */
export interface EnvoyProxyWorkload {
  readonly replicas?: number;
  readonly strategy?: object;
  readonly pod?: Partial<Omit<IPodSpec, 'containers'>> & {
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly container?: Partial<IContainer>;
  /** A strategic merge patch of the Deployment or DaemonSet. */
  readonly patch?: {
    readonly value?: { readonly spec?: { readonly template?: { readonly spec?: Partial<IPodSpec> } } };
  };
}
