import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { highest, type Risk } from './annotations';

/** What is set for all exposures of a controller at once. */
export interface NginxSettingsProps {
  readonly name: string;
  readonly namespace: string;
  /** Whether an Ingress may name a secret of another namespace. */
  readonly crossNamespaceSecrets: boolean;
}

/**
 * The ConfigMap of an ingress-nginx controller, which allows no more than the cluster's exposures ask.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */
export class NginxSettings {
  /** Whether an Ingress may name a secret of another namespace. */
  readonly crossNamespaceSecrets: boolean;
  private readonly headers = new Set<string>();
  private readonly risks = new Set<Risk>();

  constructor(scope: Construct, props: NginxSettingsProps) {
    this.crossNamespaceSecrets = props.crossNamespaceSecrets;
    new ApiObject(scope, 'settings', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: props.name, namespace: props.namespace },
      // Read when the file is written, as exposures may be added until then.
      data: Lazy.any({ produce: () => this.data() }),
    });
  }

  /** Lets exposures set a header on answers. */
  allowHeader(name: string): void {
    this.headers.add(name);
  }

  /** Lets Ingresses use annotations of a risk. */
  allowRisk(risk: Risk): void {
    this.risks.add(risk);
  }

  private data(): Record<string, string> {
    return {
      'allow-cross-namespace-resources': String(this.crossNamespaceSecrets),
      'allow-snippet-annotations': 'false',
      'annotations-risk-level': highest([...this.risks]),
      ...(this.headers.size > 0 && { 'global-allowed-response-headers': [...this.headers].sort().join(',') }),
      // The default, 503, says that the server is at fault.
      'limit-conn-status-code': '429',
      'limit-req-status-code': '429',
      'ssl-redirect': 'true',
      'strict-validate-path-type': 'true',
    };
  }
}
