import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { LabelSelector, Labels } from '../../kube/labels';

/** Who the other end of a rule is. */
export interface PolicyPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** A rule of a policy, with the reason for it. */
export interface PolicyRule {
  readonly direction: 'ingress' | 'egress';
  /** Without peers: everyone. Without ports: every port. */
  readonly rule: {
    readonly from?: readonly PolicyPeer[];
    readonly to?: readonly PolicyPeer[];
    readonly ports?: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[];
  };
  readonly because: string;
}

/** Rules that grow while a cluster is described, and that can include others that still grow. */
export class PolicyRules {
  private readonly own: PolicyRule[] = [];
  private readonly included: PolicyRules[] = [];

  add(rule: PolicyRule): void {
    this.own.push(rule);
  }

  include(rules: PolicyRules): void {
    this.included.push(rules);
  }

  all(): PolicyRule[] {
    return [...this.own, ...this.included.flatMap((rules) => rules.all())];
  }
}

/** Which pods a policy is about. */
export interface IsolationPolicyProps {
  readonly name: string;
  readonly namespace: string;
  /** Undefined for all pods of the namespace. */
  readonly podLabels: Labels | undefined;
  /** That it denies both directions, rules or none. @default false, so that it speaks only of directions it has rules for */
  readonly denyAll?: boolean;
}

/** The annotation that gives the reason of each rule, in the rules' order. */
export const REASONS = 'cluster-topology/reasons';

/** A NetworkPolicy whose rules are read when the file is written, as connections may be declared until then. */
export class IsolationPolicy extends ApiObject {
  readonly rules = new PolicyRules();

  constructor(
    scope: Construct,
    id: string,
    private readonly policy: IsolationPolicyProps,
  ) {
    super(scope, id, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: policy.name, namespace: policy.namespace },
    });
  }

  override toJson(): unknown {
    const { podLabels, denyAll } = this.policy;
    const rules = this.rules.all();
    const ingress = rules.filter(({ direction }) => direction === 'ingress');
    const egress = rules.filter(({ direction }) => direction === 'egress');
    this.metadata.addAnnotation(REASONS, this.reasons(ingress, egress));
    return {
      apiVersion: this.apiVersion,
      kind: this.kind,
      metadata: this.metadata.toJson() as object,
      spec: {
        podSelector: podLabels ? { matchLabels: podLabels } : {},
        policyTypes: [
          ...(denyAll || ingress.length > 0 ? ['Ingress'] : []),
          ...(denyAll || egress.length > 0 ? ['Egress'] : []),
        ],
        ...(ingress.length > 0 && { ingress: ingress.map(withoutEmptyPorts) }),
        ...(egress.length > 0 && { egress: egress.map(withoutEmptyPorts) }),
      },
    };
  }

  private reasons(ingress: readonly PolicyRule[], egress: readonly PolicyRule[]): string {
    if (ingress.length + egress.length === 0)
      return 'what no other policy of this namespace allows is denied';
    return [...reasons(ingress), ...reasons(egress)].join('');
  }
}

function reasons(rules: readonly PolicyRule[]): string[] {
  return rules.map(({ direction, because }, index) => `${direction}[${index}]: ${because}\n`);
}

/** No ports and an empty list of ports mean the same; the first reads better. */
function withoutEmptyPorts({ rule: { ports, ...peers } }: PolicyRule): object {
  return ports && ports.length > 0 ? { ...peers, ports } : peers;
}
