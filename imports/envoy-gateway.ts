import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { CustomResource, type NamespacedProps } from './custom-resource';
import type * as k8s from './k8s';

/** The API group of Envoy Gateway. */
export const ENVOY_GATEWAY = 'gateway.envoyproxy.io';

const VERSION = `${ENVOY_GATEWAY}/v1alpha1`;

/** The object to which a policy applies, in the namespace of the policy. */
export interface PolicyTarget {
  readonly group: 'gateway.networking.k8s.io';
  readonly kind: 'Gateway' | 'HTTPRoute' | 'ListenerSet';
  readonly name: string;
  /** The name of a listener or of a rule. @default all of them */
  readonly sectionName?: string;
}

/** The specification of a {@link BackendTrafficPolicy}. */
export interface BackendTrafficPolicySpec {
  readonly targetRefs: readonly PolicyTarget[];
  readonly timeout?: {
    readonly tcp?: { readonly connectTimeout: string };
    readonly http?: { readonly requestTimeout?: string; readonly streamIdleTimeout?: string };
  };
  readonly rateLimit?: {
    readonly type: 'Local';
    readonly local: {
      readonly rules: readonly {
        readonly clientSelectors?: readonly {
          readonly sourceCIDR: {
            readonly invert: boolean;
            readonly type: 'Distinct';
            readonly value: string;
          };
        }[];
        readonly limit: { readonly requests: number; readonly unit: 'Second' | 'Minute' | 'Hour' };
      }[];
    };
  };
  /** Requests are received completely before they are forwarded. Larger ones get status 413. */
  readonly requestBuffer?: { readonly limit: string };
  readonly loadBalancer?: {
    readonly type: 'ConsistentHash';
    readonly consistentHash:
      | {
          readonly type: 'Cookie';
          readonly cookie: {
            readonly name: string;
            readonly ttl: string;
            /** Attributes without a value have an empty one. */
            readonly attributes: Readonly<Record<string, string>>;
          };
        }
      | { readonly type: 'Header'; readonly header: { readonly name: string } };
  };
}

/**
 * The handling of requests to the backends of a route.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicy
 */
export class BackendTrafficPolicy extends CustomResource<BackendTrafficPolicySpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'BackendTrafficPolicy' };

  constructor(scope: Construct, id: string, props: NamespacedProps<BackendTrafficPolicySpec>) {
    super(scope, id, BackendTrafficPolicy.GVK, props);
  }
}

/** The specification of a {@link SecurityPolicy}. */
export interface SecurityPolicySpec {
  readonly targetRefs: readonly PolicyTarget[];
  readonly basicAuth: {
    /** A Secret with an htpasswd file in its key `.htpasswd`, with SHA-1 hashes. */
    readonly users: { readonly name: string; readonly namespace?: string };
  };
}

/**
 * The authentication of requests to a gateway, a listener or a route.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#securitypolicy
 */
export class SecurityPolicy extends CustomResource<SecurityPolicySpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'SecurityPolicy' };

  constructor(scope: Construct, id: string, props: NamespacedProps<SecurityPolicySpec>) {
    super(scope, id, SecurityPolicy.GVK, props);
  }
}

/** Requests or limits of a container, as quantities by resource name. */
export type ResourceList = Readonly<Record<string, string>>;

/** The requests and limits of a container. */
export interface ContainerResources {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** A container in a strategic merge patch: the fields are merged with those of the container of this name. */
export interface PatchedContainer {
  readonly name: 'envoy' | 'shutdown-manager';
  readonly ports?: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly hostPort?: number;
    readonly hostIP?: string;
    readonly protocol: 'TCP';
  }[];
  readonly resources?: ContainerResources;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The pods of a fleet of Envoys. */
export interface EnvoyPods {
  readonly pod: {
    readonly priorityClassName?: string;
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly securityContext: k8s.PodSecurityContext;
    readonly topologySpreadConstraints?: readonly k8s.TopologySpreadConstraint[];
  };
  readonly container: {
    /** Includes the tag. */
    readonly image: string;
    readonly resources: ContainerResources;
    /** Applies to the container `shutdown-manager` as well. */
    readonly securityContext: k8s.SecurityContext;
  };
  /** A change of the Deployment or DaemonSet, for fields that an EnvoyProxy does not have. */
  readonly patch: {
    readonly type: 'StrategicMerge';
    readonly value: {
      readonly spec: {
        readonly template: {
          readonly spec: {
            readonly enableServiceLinks: boolean;
            readonly containers: readonly PatchedContainer[];
            readonly volumes: readonly {
              readonly name: string;
              readonly emptyDir: { readonly sizeLimit: string };
            }[];
          };
        };
      };
    };
  };
}

/** The Deployment or the DaemonSet of a fleet. The API server accepts only one of the two. */
export type EnvoyWorkload =
  | {
      readonly envoyDeployment: EnvoyPods & {
        readonly replicas: number;
        readonly strategy: {
          readonly type: 'RollingUpdate';
          readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number };
        };
      };
      readonly envoyPDB: { readonly minAvailable: number };
    }
  | { readonly envoyDaemonSet: EnvoyPods };

/** The specification of an {@link EnvoyProxy}. */
export interface EnvoyProxySpec {
  /** How long the connections of a terminating Envoy may last, as Go durations such as `60s`. */
  readonly shutdown: { readonly drainTimeout: string; readonly minDrainDuration: string };
  readonly provider: {
    readonly type: 'Kubernetes';
    readonly kubernetes: EnvoyWorkload & {
      readonly envoyService: {
        readonly type: 'LoadBalancer' | 'ClusterIP';
        readonly externalTrafficPolicy?: 'Local';
        readonly annotations?: Readonly<Record<string, string>>;
      };
    };
  };
}

/**
 * The settings of the Envoys of a GatewayClass.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxy
 */
export class EnvoyProxy extends CustomResource<EnvoyProxySpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'EnvoyProxy' };

  constructor(scope: Construct, id: string, props: NamespacedProps<EnvoyProxySpec>) {
    super(scope, id, EnvoyProxy.GVK, props);
  }
}

/** The specification of a {@link ClientTrafficPolicy}. */
export interface ClientTrafficPolicySpec {
  readonly targetRefs: readonly PolicyTarget[];
  readonly path?: { readonly escapedSlashesAction: 'KeepUnchanged' };
  readonly headers?: {
    /** Changes of the headers of a request before Envoy adds its own. */
    readonly earlyRequestHeaders?: {
      readonly set?: readonly { readonly name: string; readonly value: string }[];
      readonly remove?: readonly string[];
    };
    readonly disableRateLimitHeaders?: boolean;
  };
}

/**
 * The handling of connections of clients to a gateway or a listener.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#clienttrafficpolicy
 */
export class ClientTrafficPolicy extends CustomResource<ClientTrafficPolicySpec> {
  static readonly GVK: GroupVersionKind = { apiVersion: VERSION, kind: 'ClientTrafficPolicy' };

  constructor(scope: Construct, id: string, props: NamespacedProps<ClientTrafficPolicySpec>) {
    super(scope, id, ClientTrafficPolicy.GVK, props);
  }
}
