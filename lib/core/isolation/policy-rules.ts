import type { LabelSelector } from '../../kube/labels';

/** The other end of a rule. */
export interface PolicyPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** A rule of a policy, with its reason. */
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

/** A list of rules that can include other lists. Rules that are added to an included list later are included as well. */
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
