import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';

/** A connection of the API server to an aggregated API, an admission webhook or a conversion webhook. */
export interface ApiServerCall {
  readonly object: KubeObject;
  /** The path of {@link config} in the object, such as `webhooks[0].clientConfig`. */
  readonly field: string;
  readonly config: ClientConfig;
}

interface ClientConfig {
  readonly service?: { readonly namespace?: string; readonly name?: string; readonly port?: number };
  readonly url?: string;
  /** In Base64. */
  readonly caBundle?: string;
  readonly insecureSkipTLSVerify?: boolean;
}

/** The port of a Service for which the object states none. */
export const DEFAULT_PORT = 443;

interface Conversion {
  readonly conversion?: { readonly webhook?: { readonly clientConfig?: ClientConfig } };
}

/**
 * All connections of the API server to programs of the cluster that objects state.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion
 */
export const apiServerCalls = perCluster((cluster): readonly ApiServerCall[] => [...callsOf(cluster)]);

function* callsOf(cluster: ClusterIndex): Iterable<ApiServerCall> {
  for (const object of cluster.ofKind('APIService'))
    yield { object, field: 'spec', config: object.spec as ClientConfig };
  for (const object of cluster.ofKind('MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'))
    for (const [index, { clientConfig = {} }] of (object.json.webhooks ?? []).entries())
      yield { object, field: `webhooks[${index}].clientConfig`, config: clientConfig };
  for (const object of cluster.ofKind('CustomResourceDefinition')) {
    const config = (object.spec as Conversion).conversion?.webhook?.clientConfig;
    if (config) yield { object, field: 'spec.conversion.webhook.clientConfig', config };
  }
}
