import { ApiObject, type Duration, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { highest, type Risk } from './annotations';

/**
 * The ConfigMap of an ingress-nginx controller. It allows only what the exposures of the cluster need.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
export class NginxSettings {
  /** The response headers that exposures set. */
  readonly headers = new Set<string>();
  /** The risk levels of the annotations of exposures. */
  readonly risks = new Set<Risk>();

  /**
   * @param crossNamespaceSecrets whether an Ingress may refer to a Secret of another namespace
   * @param drain how long connections may last after nginx has read a new configuration; undefined for 240 seconds
   */
  constructor(
    scope: Construct,
    id: string,
    metadata: { readonly name: string; readonly namespace: string },
    readonly crossNamespaceSecrets: boolean,
    private readonly drain?: Duration,
  ) {
    new ApiObject(scope, id, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      // Read when the cluster is rendered: exposures can be added until then.
      data: Lazy.any({ produce: () => this.data() }),
    });
  }

  private data(): Record<string, string> {
    return {
      'allow-cross-namespace-resources': String(this.crossNamespaceSecrets),
      'allow-snippet-annotations': 'false',
      'annotations-risk-level': highest([...this.risks]),
      ...(this.headers.size > 0 && { 'global-allowed-response-headers': [...this.headers].sort().join(',') }),
      // The default, 503, would indicate a failure of the server.
      'limit-conn-status-code': '429',
      'limit-req-status-code': '429',
      'ssl-redirect': 'true',
      'strict-validate-path-type': 'true',
      ...(this.drain && {
        // Old processes need memory as long as they drain. With `auto`, their number would depend on the node.
        'worker-processes': '1',
        'worker-shutdown-timeout': `${this.drain.toSeconds()}s`,
      }),
    };
  }
}
