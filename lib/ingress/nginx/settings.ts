import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { highest, type Risk } from './annotations';

/** The settings of an ingress-nginx controller, except for those that its exposures determine. */
export interface NginxSettingsProps {
  readonly name: string;
  readonly namespace: string;
  /** Whether an Ingress may refer to a Secret of another namespace. */
  readonly crossNamespaceSecrets: boolean;
}

/**
 * The ConfigMap of an ingress-nginx controller. It allows only what the exposures of the cluster need.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
export class NginxSettings {
  /** Whether an Ingress may refer to a Secret of another namespace. */
  readonly crossNamespaceSecrets: boolean;
  private readonly headers = new Set<string>();
  private readonly risks = new Set<Risk>();

  constructor(scope: Construct, id: string, props: NginxSettingsProps) {
    this.crossNamespaceSecrets = props.crossNamespaceSecrets;
    new ApiObject(scope, id, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: props.name, namespace: props.namespace },
      // Read when the cluster is rendered: exposures can be added until then.
      data: Lazy.any({ produce: () => this.data() }),
    });
  }

  /** Allows a response header. */
  allowHeader(name: string): void {
    this.headers.add(name);
  }

  /** Allows annotations of a risk level. */
  allowRisk(risk: Risk): void {
    this.risks.add(risk);
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
    };
  }
}
