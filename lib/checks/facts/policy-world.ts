import { isIP, isIPv4 } from 'node:net';
import type {
  IIPBlock,
  INetworkPolicy,
  INetworkPolicyPeer,
  INetworkPolicyPort,
} from '../../../imports/manifest-types';
import { firstAddress, parseIpv4 } from '../../kube/cidr';
import { type LabelSelector, type Labels, NAMESPACE_NAME, selects } from '../../kube/labels';
import { groupBy } from '../engine/group-by';
import { problemsOf } from './schemas';

export type Protocol = 'TCP' | 'UDP';

/** An IPv4 address outside the cluster. A pod on the host network counts as the address of its node. */
export type Address = string;

/**
 * Pods of one kind, such as the replicas of one Deployment.
 *
 * A connection from a pod to itself is a connection between two replicas: policies apply. No policy blocks connections
 * within one pod, or from a pod's own node; kube-network-policies exempts only processes of root on the node.
 *
 * @see https://github.com/kubernetes-sigs/kube-network-policies/issues/65
 */
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
  /** @default the labels, in a matrix */
  readonly name?: string;
  /**
   * The ports of the containers. Policies look up port names here; port numbers need no entry.
   *
   * @default none
   */
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol?: string;
  }[];
  /**
   * The address that an `ipBlock` of a policy matches. Policy engines differ on whether an `ipBlock` matches pods.
   *
   * @default no ipBlock matches the pod
   */
  readonly address?: Address;
}

/** The verdict of the policies at one end. Policies have the name namespace/name, in the order of the manifests. */
export interface Side {
  readonly allowed: boolean;
  /** The policies that select this end in this direction. Without any, everything is allowed. */
  readonly isolatedBy: readonly string[];
  /** The policies among them with a rule for this connection. */
  readonly allowedBy: readonly string[];
  /** The first rule of each of these policies for this connection, such as `ingress[0]`, in the same order. */
  readonly rules: readonly string[];
}

/** Whether a connection is allowed: both ends must allow it. */
export interface Verdict {
  readonly allowed: boolean;
  readonly egress: Side;
  readonly ingress: Side;
}

/** One end of a connection: a pod with the labels of its namespace, or an address. */
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

type Rule = (far: End, traffic: Traffic) => boolean;

interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly selects: (labels: Labels) => boolean;
  /** Undefined if the policy does not isolate the direction. */
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
}

/**
 * The allowed connections between pods, by the NetworkPolicies among some manifests.
 *
 * Namespaces and policies of networking.k8s.io/v1 count. All other objects are ignored, including the policy kinds of
 * policy engines. The network is assumed to enforce policies.
 *
 * @throws Error if two policies or two namespaces have one name, or if a policy is invalid or has unknown fields
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class PolicyWorld {
  private readonly namespaces = new Map<string, Labels>();
  private readonly policies: ReadonlyMap<string, Policy[]>;

  /** @param isSound whether the policies match their schema already: the check takes most of the time */
  constructor(manifests: readonly object[], isSound = false) {
    const of = (kind: string, apiVersion: string) =>
      (manifests as Manifest[]).filter((it) => it.kind === kind && it.apiVersion === apiVersion);
    for (const { metadata: { name = '', labels } = {} } of of('Namespace', 'v1')) {
      if (this.namespaces.has(name))
        throw new Error(`there are two namespaces "${name}": remove one of them`);
      // The API server overwrites this label of the manifest.
      this.namespaces.set(name, { ...labels, [NAMESPACE_NAME]: name });
    }
    const names = new Set<string>();
    const policies = of('NetworkPolicy', 'networking.k8s.io/v1').map((manifest) => {
      const policy = compile(manifest as INetworkPolicy, isSound);
      if (names.has(policy.name))
        throw new Error(`there are two policies "${policy.name}": remove one of them`);
      names.add(policy.name);
      return policy;
    });
    this.policies = groupBy(policies, ({ namespace }) => namespace);
  }

  /**
   * Whether the source may open a connection.
   *
   * @param port the port on which the pods listen, not the port of a Service: policies see only the former
   * @throws Error if the namespace of an end is not among the manifests (a misspelt one would be reachable from
   * everywhere), or if an address is not IPv4
   */
  allows(from: Pod | Address, to: Pod | Address, port: number, protocol: Protocol): boolean {
    return this.explain(from, to, port, protocol).allowed;
  }

  /** The result of {@link allows}, with the responsible policies. */
  explain(from: Pod | Address, to: Pod | Address, port: number, protocol: Protocol): Verdict {
    const source = this.end(from);
    const destination = this.end(to);
    const traffic = { destination, port, protocol };
    const egress = this.side('egress', source, destination, traffic);
    const ingress = this.side('ingress', destination, source, traffic);
    return { allowed: egress.allowed && ingress.allowed, egress, ingress };
  }

  private end(of: Pod | Address): End {
    const address = typeof of === 'string' ? of : of.address;
    if (address !== undefined && !isIPv4(address))
      throw new Error(`"${address}" is not a valid IPv4 address: write one such as 10.0.0.1`);
    if (typeof of === 'string') return { address };
    const namespaceLabels = this.namespaces.get(of.namespace);
    if (namespaceLabels) return { pod: of, namespaceLabels, address };
    throw new Error(
      `namespace "${of.namespace}" of a pod not found among the manifests: add a Namespace object`,
    );
  }

  private side(direction: 'ingress' | 'egress', { pod }: End, far: End, traffic: Traffic): Side {
    const policies = pod ? (this.policies.get(pod.namespace) ?? []) : [];
    const isolating = policies.filter((policy) => policy[direction] && pod && policy.selects(pod.labels));
    const allowing = isolating
      .map(({ name, [direction]: rules = [] }) => ({
        name,
        index: rules.findIndex((rule) => rule(far, traffic)),
      }))
      .filter(({ index }) => index >= 0);
    return {
      allowed: isolating.length === 0 || allowing.length > 0,
      isolatedBy: isolating.map(({ name }) => name),
      allowedBy: allowing.map(({ name }) => name),
      rules: allowing.map(({ index }) => `${direction}[${index}]`),
    };
  }
}

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly labels?: Labels };
}

function compile(manifest: INetworkPolicy, isSound: boolean): Policy {
  const { metadata: { namespace, name: ownName } = {}, spec } = manifest;
  const name = `${namespace}/${ownName}`;
  if (!namespace)
    throw new Error(`policy "${ownName}": namespace is missing: kubectl would use the current one`);
  const where = `policy "${name}"`;
  const [fault] = isSound ? [] : problemsOf(manifest);
  if (fault) throw new Error(`${where} does not match its schema: ${fault.field}: ${fault.problem}`);
  if (!spec) throw new Error(`${where}: spec is missing: state the pods that the policy selects`);
  // Optional since Kubernetes 1.34. An older API server rejects a policy without it.
  if (!spec.podSelector)
    throw new Error(`${where}: spec.podSelector is missing: write {} for all pods of the namespace`);
  const { podSelector, ingress, egress, policyTypes } = spec;
  const defaultTypes = egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  const types: readonly string[] = policyTypes?.length ? policyTypes : defaultTypes;
  const compiled = {
    ingress: (ingress ?? []).map(({ from, ports }) => compileRule(from, ports, namespace, where)),
    egress: (egress ?? []).map(({ to, ports }) => compileRule(to, ports, namespace, where)),
  };
  return {
    name,
    namespace,
    selects: compileSelector(podSelector, where),
    ingress: types.includes('Ingress') ? compiled.ingress : undefined,
    egress: types.includes('Egress') ? compiled.egress : undefined,
  };
}

function compileRule(
  peers: readonly INetworkPolicyPeer[] | undefined,
  ports: readonly INetworkPolicyPort[] | undefined,
  namespace: string,
  where: string,
): Rule {
  const isPeer = (peers ?? []).map((peer) => compilePeer(peer, namespace, where));
  const isPort = (ports ?? []).map((port) => compilePort(port, where));
  return (far, traffic) =>
    (isPeer.length === 0 || isPeer.some((matches) => matches(far))) &&
    (isPort.length === 0 || isPort.some((matches) => matches(traffic)));
}

function compilePeer(peer: INetworkPolicyPeer, namespace: string, where: string): (far: End) => boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock && (namespaceSelector || podSelector))
    throw new Error(`${where}: a peer has an ipBlock and a selector: write two peers`);
  if (ipBlock) return compileBlock(ipBlock, where);
  if (!namespaceSelector && !podSelector)
    throw new Error(
      `${where}: a peer has no ipBlock and no selector: to allow everyone, remove the list of peers`,
    );
  const selectsNamespace = namespaceSelector && compileSelector(namespaceSelector, where);
  const selectsPod = compileSelector(podSelector ?? {}, where);
  return ({ pod, namespaceLabels }) =>
    pod !== undefined &&
    namespaceLabels !== undefined &&
    (selectsNamespace ? selectsNamespace(namespaceLabels) : pod.namespace === namespace) &&
    selectsPod(pod.labels);
}

function compileBlock({ cidr, except }: IIPBlock, where: string): (far: End) => boolean {
  const block = compileCidr(cidr, where);
  const exceptions = (except ?? []).map((text) => {
    const part = compileCidr(text, where);
    const outside = block.family === 4 && !block.contains(part.base);
    if (part.family !== block.family || part.bits <= block.bits || outside)
      throw new Error(
        `${where}: exception "${text}" is not a part of "${cidr}": state a smaller range within it`,
      );
    return part;
  });
  return ({ address }) =>
    address !== undefined && block.contains(address) && !exceptions.some((part) => part.contains(address));
}

function compilePort(rule: INetworkPolicyPort, where: string): (traffic: Traffic) => boolean {
  // In Kubernetes, a field that is null counts as missing.
  const first = rule.port ?? undefined;
  const endPort = rule.endPort ?? undefined;
  const named = rule.protocol ?? 'TCP';
  if (endPort !== undefined && !(typeof first === 'number' && endPort >= first))
    throw new Error(
      `${where}: endPort ${endPort} is invalid for port "${first}": port must be a number up to endPort`,
    );
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
    // In Kubernetes, a field that is null counts as missing.
    const values = rest.values ?? [];
    const listed = operator === 'In' || operator === 'NotIn';
    if (!listed && operator !== 'Exists' && operator !== 'DoesNotExist')
      throw new Error(`${where}: operator "${operator}" is unknown: use In, NotIn, Exists or DoesNotExist`);
    if (listed !== values.length > 0)
      throw new Error(
        `${where}: operator ${operator} of "${key}" has ${values.length} values: only In and NotIn have values, at least one`,
      );
  }
  return (labels) => selects(selector as LabelSelector, labels);
}

function compileCidr(cidr: string, where: string) {
  const [base = '', mask = '', ...rest] = cidr.split('/');
  const family = isIP(base);
  const bits = Number(mask);
  if (!family || rest.length > 0 || !/^\d+$/.test(mask) || bits > (family === 4 ? 32 : 128))
    throw new Error(`${where}: "${cidr}" is not a valid address range: write it like 10.0.0.1/32`);
  const network = (address: Address) =>
    firstAddress({ address: parseIpv4(address) ?? Number.NaN, prefix: bits });
  const first = network(base);
  // All addresses here are IPv4: an IPv6 range contains none of them.
  const contains = (address: Address) => family === 4 && network(address) === first;
  return { family, base, bits, contains };
}
