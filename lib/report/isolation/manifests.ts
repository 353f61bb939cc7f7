import type { Pod } from '../../checks/facts/policy-world';
import type { Labels } from '../../kube/labels';

/** An object of a cluster. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: every kind of object is looked into
  readonly spec?: any;
  /** The template of a PodTemplate, which has no specification. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly template?: any;
}

interface Selector {
  readonly matchLabels?: Labels;
}

/** The other end of a rule. */
export interface PolicyPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

/** A rule of a policy. */
interface PolicyRule {
  readonly peers: readonly PolicyPeer[];
  readonly ports: NonNullable<Pod['ports']>;
}

/** The rules of the specification of a NetworkPolicy in one direction. */
export function rulesOf(spec: Manifest['spec'], direction: 'ingress' | 'egress'): PolicyRule[] {
  const rules: { from?: PolicyPeer[]; to?: PolicyPeer[]; ports?: { port: number; protocol?: string }[] }[] =
    spec[direction] ?? [];
  return rules.map(({ from, to, ports = [] }) => ({
    peers: from ?? to ?? [],
    ports: ports.map(({ port, protocol }) => ({ containerPort: port, protocol })),
  }));
}
