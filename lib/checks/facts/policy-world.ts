import { isIPv4, isIPv6 } from 'node:net';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import { firstAddress, parseIpv4 } from '../../kube/cidr';
import { type LabelSelector, type Labels, selects } from '../../kube/labels';
import { problemsOf } from './schemas';

export type Protocol = 'TCP' | 'UDP';

/** An IPv4 address outside the cluster; a pod on its node's network counts as its node's address. */
export type Address = string;

/**
 * A kind of pod, such as the replicas of one Deployment.
 *
 * From a pod to itself means from one replica to another, so policies apply; what a pod sends to itself, and what
 * its own node sends it, no policy can block and nothing here says.
 */
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;

  /** @default the labels stand in its place, in a matrix */
  readonly name?: string;

  /**
   * The containers' ports, where policies look up a port's name. A number needs no entry.
   *
   * @default none
   */
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol?: string;
  }[];

  /**
   * Where the pod stands for policies' `ipBlock`. Engines differ on whether an `ipBlock` can mean a pod.
   *
   * @default no ipBlock matches the pod
   */
  readonly address?: Address;
}

/** What one end says; policies are named namespace/name, in the order of the manifests. */
export interface Side {
  readonly allowed: boolean;

  /** The policies that select this end in this direction; without any, everything is allowed. */
  readonly isolatedBy: readonly string[];

  /** Those of them that have a rule for this connection. */
  readonly allowedBy: readonly string[];
}

/** Whether a connection can be made: both ends must allow it. */
export interface Verdict {
  readonly allowed: boolean;
  readonly egress: Side;
  readonly ingress: Side;
}

type Direction = 'ingress' | 'egress';

/** One end of a connection: a pod with what selectors see of it, or an address alone. */
interface End {
  readonly pod?: Pod;
  readonly namespaceLabels?: Labels;
  readonly address?: Address;
}

interface Traffic {
  readonly destination: End;
  readonly port: number;
  readonly protocol: Protocol;
}

interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly selects: (labels: Labels) => boolean;

  /** Absent where the policy does not isolate in that direction. */
  readonly rules: Partial<Record<Direction, ((far: End, traffic: Traffic) => boolean)[]>>;
}

/**
 * Who reaches whom, by the NetworkPolicies among some manifests.
 *
 * Namespaces and networking.k8s.io/v1 policies count; every other object is passed over, an engine's own kinds of
 * policy among them. Whether the cluster's network enforces policies at all is not asked.
 *
 * @throws if two policies or two namespaces have one name, or if a policy is one that an API server refuses or
 * whose unknown fields it would drop
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class PolicyWorld {
  private readonly namespaces = new Map<string, Labels>();
  private readonly names = new Set<string>();
  private readonly byNamespace = new Map<string, Policy[]>();

  /** @param isSound that the policies' schema has been checked already, which takes most of the time */
  constructor(
    manifests: readonly object[],
    private readonly isSound = false,
  ) {
    for (const manifest of manifests) {
      const { apiVersion, kind } = manifest as { apiVersion?: string; kind?: string };
      if (apiVersion === 'v1' && kind === 'Namespace') this.addNamespace(manifest);
      if (apiVersion === 'networking.k8s.io/v1' && kind === 'NetworkPolicy') this.addPolicy(manifest);
    }
  }

  /**
   * Whether the source may open this connection.
   *
   * `port` is the one that the destination's pod listens on: policies never see a Service's.
   *
   * @throws if an end's namespace is not among the manifests (a misspelt one would be reachable from everywhere),
   * or an address is not IPv4
   */
  allows(from: Pod | Address, to: Pod | Address, port: number, protocol: Protocol): boolean {
    return this.explain(from, to, port, protocol).allowed;
  }

  /** The answer of `allows()`, with the policies behind it. */
  explain(from: Pod | Address, to: Pod | Address, port: number, protocol: Protocol): Verdict {
    const source = this.end(from);
    const destination = this.end(to);
    const traffic = { destination, port, protocol };
    const egress = this.side('egress', source, destination, traffic);
    const ingress = this.side('ingress', destination, source, traffic);
    return { allowed: egress.allowed && ingress.allowed, egress, ingress };
  }

  private addNamespace(manifest: object): void {
    const { name, labels } = (manifest as { metadata: { name: string; labels?: Labels } }).metadata;
    if (this.namespaces.has(name)) throw new Error(`two namespaces are called "${name}"; keep one`);
    // The API server sets this label itself, whatever the manifest says.
    this.namespaces.set(name, { ...labels, 'kubernetes.io/metadata.name': name });
  }

  private addPolicy(manifest: object): void {
    const policy = compile(manifest as INetworkPolicy, this.isSound);
    if (this.names.has(policy.name)) throw new Error(`two policies are called "${policy.name}"; keep one`);
    this.names.add(policy.name);
    const others = this.byNamespace.get(policy.namespace);
    if (others) others.push(policy);
    else this.byNamespace.set(policy.namespace, [policy]);
  }

  private end(of: Pod | Address): End {
    const address = typeof of === 'string' ? of : of.address;
    if (address !== undefined && !isIPv4(address))
      throw new Error(`"${address}" is no IPv4 address; write one`);
    if (typeof of === 'string') return { address };
    const namespaceLabels = this.namespaces.get(of.namespace);
    if (!namespaceLabels) {
      throw new Error(
        `namespace "${of.namespace}" of a pod is not among the manifests; add a Namespace object`,
      );
    }
    return { pod: of, namespaceLabels, address };
  }

  private side(direction: Direction, { pod }: End, far: End, traffic: Traffic): Side {
    const isolatedBy: string[] = [];
    const allowedBy: string[] = [];
    const policies = pod ? (this.byNamespace.get(pod.namespace) ?? []) : [];
    for (const policy of policies) {
      const rules = policy.rules[direction];
      if (!rules || !pod || !policy.selects(pod.labels)) continue;
      isolatedBy.push(policy.name);
      if (rules.some((rule) => rule(far, traffic))) allowedBy.push(policy.name);
    }
    return { allowed: isolatedBy.length === 0 || allowedBy.length > 0, isolatedBy, allowedBy };
  }
}

function compile(manifest: INetworkPolicy, isSound: boolean): Policy {
  const { namespace, name: ownName } = manifest.metadata ?? {};
  const name = `${namespace}/${ownName}`;
  if (!namespace)
    throw new Error(`policy "${ownName}" has no namespace; without one, it lands in whichever is current`);
  const where = `policy "${name}"`;
  const [fault] = isSound ? [] : problemsOf(manifest);
  if (fault) throw new Error(`${where} does not fit its schema: ${fault.field}: ${fault.problem}`);
  const { spec } = manifest;
  if (!spec) throw new Error(`${where} has no spec; say which pods it selects`);
  // Kubernetes 1.34 made it optional; an older API server rejects the policy.
  if (!spec.podSelector)
    throw new Error(`${where} has no podSelector; write {} for every pod of the namespace`);
  const { ingress, egress } = spec;
  const defaultTypes = egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  const types: string[] = spec.policyTypes?.length ? spec.policyTypes : defaultTypes;
  const compiled = {
    ingress: (ingress ?? []).map((rule) => compileRule(rule, rule.from, namespace, where)),
    egress: (egress ?? []).map((rule) => compileRule(rule, rule.to, namespace, where)),
  };
  return {
    name,
    namespace,
    selects: compileSelector(spec.podSelector, where),
    rules: {
      ingress: types.includes('Ingress') ? compiled.ingress : undefined,
      egress: types.includes('Egress') ? compiled.egress : undefined,
    },
  };
}

function compileRule(
  rule: { ports?: INetworkPolicyPort[] },
  peers: INetworkPolicyPeer[] | undefined,
  namespace: string,
  where: string,
) {
  const isPeer = (peers ?? []).map((peer) => compilePeer(peer, namespace, where));
  const isPort = (rule.ports ?? []).map((port) => compilePort(port, where));
  return (far: End, traffic: Traffic) =>
    (isPeer.length === 0 || isPeer.some((matches) => matches(far))) &&
    (isPort.length === 0 || isPort.some((matches) => matches(traffic)));
}

function compilePeer(peer: INetworkPolicyPeer, namespace: string, where: string): (far: End) => boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock && (namespaceSelector || podSelector)) {
    throw new Error(`${where} has an ipBlock beside a selector in one peer; write two peers`);
  }
  if (ipBlock) {
    const block = compileCidr(ipBlock.cidr, where);
    const except = (ipBlock.except ?? []).map((cidr) => {
      const part = compileCidr(cidr, where);
      const outside = block.family === 4 && !block.contains(part.base);
      if (part.family !== block.family || part.bits <= block.bits || outside) {
        throw new Error(
          `${where} excepts "${cidr}", which is no part of "${ipBlock.cidr}"; name a part of it`,
        );
      }
      return part;
    });
    return ({ address }) =>
      address !== undefined && block.contains(address) && !except.some((part) => part.contains(address));
  }
  if (!namespaceSelector && !podSelector) {
    throw new Error(
      `${where} has a peer without ipBlock or selector; for everyone, leave the list of peers out`,
    );
  }
  const selectsNamespace = namespaceSelector && compileSelector(namespaceSelector, where);
  const selectsPod = compileSelector(podSelector ?? {}, where);
  return ({ pod, namespaceLabels }) =>
    pod !== undefined &&
    namespaceLabels !== undefined &&
    (selectsNamespace ? selectsNamespace(namespaceLabels) : pod.namespace === namespace) &&
    selectsPod(pod.labels);
}

function compilePort(rule: INetworkPolicyPort, where: string): (traffic: Traffic) => boolean {
  // A null is an absent field, as everywhere in Kubernetes.
  const first = rule.port ?? undefined;
  const endPort = rule.endPort ?? undefined;
  const named = rule.protocol ?? 'TCP';
  if (endPort !== undefined && !(typeof first === 'number' && endPort >= first)) {
    throw new Error(
      `${where} has endPort ${endPort} on port "${first}"; it must follow a number no greater than it`,
    );
  }
  return ({ destination, port, protocol }) => {
    if (protocol !== named) return false;
    if (first === undefined) return true;
    if (typeof first === 'number') return port >= first && port <= (endPort ?? first);
    const ports = destination.pod?.ports ?? [];
    return ports.some(
      (it) => it.name === first && it.containerPort === port && (it.protocol ?? 'TCP') === named,
    );
  };
}

/** A label selector of the API's type, whose operators are not validated yet. */
type Selector = NonNullable<INetworkPolicyPeer['podSelector']>;

function compileSelector(selector: Selector, where: string): (labels: Labels) => boolean {
  for (const { key, operator, ...rest } of selector.matchExpressions ?? []) {
    // A null is an absent field, as everywhere in Kubernetes.
    const values = rest.values ?? [];
    const listed = operator === 'In' || operator === 'NotIn';
    if (!listed && operator !== 'Exists' && operator !== 'DoesNotExist')
      throw new Error(`${where} selects by "${operator}"; use In, NotIn, Exists or DoesNotExist`);
    if (listed !== values.length > 0) {
      throw new Error(
        `${where} has ${values.length} values for "${key}" ${operator}; In and NotIn alone have values`,
      );
    }
  }
  return (labels) => selects(selector as LabelSelector, labels);
}

function compileCidr(cidr: string, where: string) {
  const [base = '', mask = '', ...rest] = cidr.split('/');
  const family = isIPv4(base) ? 4 : isIPv6(base) ? 6 : 0;
  const bits = Number(mask);
  if (!family || rest.length > 0 || !/^\d+$/.test(mask) || bits > (family === 4 ? 32 : 128)) {
    throw new Error(
      `${where} has the address block "${cidr}"; write an address and a mask, as in "10.0.0.1/32"`,
    );
  }
  const network = (address: Address) =>
    firstAddress({ address: parseIpv4(address) ?? Number.NaN, prefix: bits });
  const first = network(base);
  // Addresses here are IPv4, and an IPv6 block contains none of them.
  const contains = (address: Address) => family === 4 && network(address) === first;
  return { family, base, bits, contains };
}
