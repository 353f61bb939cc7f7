import type { Port } from '../../checks/engine/cluster-facts';
import type { LabelSelector } from '../../kube/labels';

/** The directions of rules, in the order in which their reasons are listed. */
export const DIRECTIONS = ['ingress', 'egress'] as const;

type Direction = (typeof DIRECTIONS)[number];

/** The other end of a rule. */
interface PolicyPeer {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/** A rule of a policy, with its reason. */
export interface PolicyRule {
  readonly direction: Direction;
  /** @default everyone */
  readonly peers?: readonly PolicyPeer[];
  /** Empty for every port. */
  readonly ports: readonly Port[];
  readonly because: string;
}

/** A list of rules that can include other lists. Rules that are added to an included list later are included as well. */
export class PolicyRules {
  private readonly own: PolicyRule[] = [];
  private readonly included: PolicyRules[] = [];

  /** @throws Error if the list of peers is empty, which NetworkPolicies read as everyone */
  add(rule: PolicyRule): void {
    if (rule.peers?.length === 0)
      throw new Error(
        `network access (${rule.because}) has no address, which would allow every address: state at least one`,
      );
    this.own.push(rule);
  }

  include(rules: PolicyRules): void {
    this.included.push(rules);
  }

  /** The rules of a direction, the included ones last. */
  all(direction: Direction): PolicyRule[] {
    const own = this.own.filter((rule) => rule.direction === direction);
    return [...own, ...this.included.flatMap((rules) => rules.all(direction))];
  }
}
