import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { Labels } from '../../kube/labels';
import { placeIn, Stage } from '../placement';
import { REASONS } from '../reasons';
import type { PolicyHome } from './connection';
import { DIRECTIONS, type PolicyRule, PolicyRules } from './policy-rules';

/** The pods of a policy. */
interface PolicyProps {
  /** @default all pods of the namespace */
  readonly podLabels?: Labels;
  /** Whether the policy denies both directions even without rules. @default false: only directions that have rules */
  readonly denyAll?: boolean;
}

/**
 * Makes a NetworkPolicy.
 *
 * @returns its rules. They are read when the cluster is rendered: connections can be declared until then
 */
export function addPolicy({ scope, namespace }: PolicyHome, name: string, props: PolicyProps): PolicyRules {
  const rules = new PolicyRules();
  new ApiObject(scope, name, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name,
      namespace,
      annotations: { [REASONS]: Lazy.any({ produce: () => reasonsOf(rules) }) },
    },
    spec: Lazy.any({ produce: () => specOf(props, rules) }),
  });
  return rules;
}

function specOf({ podLabels, denyAll }: PolicyProps, rules: PolicyRules): object {
  const ingress = rules.all('ingress');
  const egress = rules.all('egress');
  return {
    podSelector: podLabels ? { matchLabels: podLabels } : {},
    policyTypes: [
      ...(denyAll || ingress.length > 0 ? ['Ingress'] : []),
      ...(denyAll || egress.length > 0 ? ['Egress'] : []),
    ],
    ...(ingress.length > 0 && {
      ingress: ingress.map((rule) => ({ from: rule.peers, ports: portsOf(rule) })),
    }),
    ...(egress.length > 0 && { egress: egress.map((rule) => ({ to: rule.peers, ports: portsOf(rule) })) }),
  };
}

/** The ports of a rule. A missing list has the same meaning as an empty one and is easier to read. */
function portsOf({ ports }: PolicyRule): object[] | undefined {
  return ports.length > 0 ? ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol })) : undefined;
}

function reasonsOf(rules: PolicyRules): string {
  const lines = DIRECTIONS.flatMap((direction) =>
    rules.all(direction).map(({ because }, index) => `${direction}[${index}]: ${because}\n`),
  );
  return lines.join('') || 'all traffic that no other policy of this namespace allows is denied';
}

/** The policies of one namespace: default deny, and one policy for each set of pods that has rules. */
export class NamespacePolicies extends Construct implements PolicyHome {
  readonly scope = this;
  private readonly byPods = new Map<string, PolicyRules>();

  /** @param policyName the name of the policy for all pods of the namespace */
  constructor(
    scope: Construct,
    id: string,
    readonly namespace: string,
    private readonly policyName: string,
  ) {
    super(scope, id);
    placeIn(this, Stage.isolation, 'isolation');
    addPolicy(this, 'default-deny', { denyAll: true });
  }

  /** The rules of the policy for some pods. The policy is made at the first call. */
  rules(podLabels: Labels | undefined): PolicyRules {
    const key = keyOf(podLabels);
    const found = this.byPods.get(key);
    if (found) return found;
    const rules = addPolicy(this, podLabels ? policyNameOf(podLabels) : this.policyName, { podLabels });
    this.byPods.set(key, rules);
    return rules;
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
