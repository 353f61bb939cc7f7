import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Labels } from '../../kube/labels';
import { placeIn, Stage } from '../placement';
import type { PolicyHome } from './connection';
import { type PolicyRule, PolicyRules } from './policy-rules';

/** The pods of a policy. */
export interface IsolationPolicyProps {
  readonly name: string;
  readonly namespace: string;
  /** Undefined for all pods of the namespace. */
  readonly podLabels: Labels | undefined;
  /** Whether the policy denies both directions even without rules. @default false: only directions that have rules */
  readonly denyAll?: boolean;
}

/** The annotation with the reason of each rule, in the order of the rules. */
export const REASONS = 'cluster-topology/reasons';

/** A NetworkPolicy. Its rules are read when the cluster is rendered: connections can be declared until then. */
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
    this.metadata.addAnnotation(REASONS, reasonsOf(ingress, egress));
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
}

/** The policies of one namespace: default deny, and one policy for each set of pods that has rules. */
export class NamespacePolicies extends Construct implements PolicyHome {
  readonly scope = this;
  readonly namespace: string;
  private readonly policyName: string;
  private readonly byPods = new Map<string, IsolationPolicy>();

  /** @param props.policyName the name of the policy for all pods of the namespace */
  constructor(
    scope: Construct,
    id: string,
    props: { readonly namespace: string; readonly policyName: string },
  ) {
    super(scope, id);
    this.namespace = props.namespace;
    this.policyName = props.policyName;
    placeIn(this, Stage.isolation, 'isolation');
    new IsolationPolicy(this, 'default-deny', {
      name: 'default-deny',
      namespace: props.namespace,
      podLabels: undefined,
      denyAll: true,
    });
  }

  /** The rules of the policy for some pods. The policy is made at the first call. */
  rules(podLabels: Labels | undefined): PolicyRules {
    const key = keyOf(podLabels);
    const found = this.byPods.get(key);
    if (found) return found.rules;
    const name = podLabels === undefined ? this.policyName : policyNameOf(podLabels);
    const policy = new IsolationPolicy(this, name, { name, namespace: this.namespace, podLabels });
    this.byPods.set(key, policy);
    return policy.rules;
  }
}

/** The name of the policy for some pods: `app-gitea` for the label `app: gitea`. */
export function policyNameOf(podLabels: Labels): string {
  const parts = Object.entries(podLabels).map(
    ([key, value]) => `${key.slice(key.lastIndexOf('/') + 1)}-${value}`,
  );
  return parts.join('-').toLowerCase();
}

/** A map key for labels: equal labels have the same key, in any order. */
export function keyOf(podLabels: Labels | undefined): string {
  return podLabels === undefined ? '' : JSON.stringify(Object.entries(podLabels).sort());
}

function reasonsOf(ingress: readonly PolicyRule[], egress: readonly PolicyRule[]): string {
  if (ingress.length + egress.length === 0) return NO_RULES;
  const lines = (rules: readonly PolicyRule[]) =>
    rules.map(({ direction, because }, index) => `${direction}[${index}]: ${because}\n`);
  return [...lines(ingress), ...lines(egress)].join('');
}

const NO_RULES = 'all traffic that no other policy of this namespace allows is denied';

/** A rule without an empty list of ports. A missing list has the same meaning and is easier to read. */
function withoutEmptyPorts({ rule: { ports, ...peers } }: PolicyRule): object {
  return ports && ports.length > 0 ? { ...peers, ports } : peers;
}
