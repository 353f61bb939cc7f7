import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { CustomResource, type NamespacedProps } from './custom-resource';

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
          readonly sourceCIDR: { readonly type: 'Distinct'; readonly value: string };
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
      | { readonly type: 'Cookie'; readonly cookie: { readonly name: string; readonly ttl: string } }
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
