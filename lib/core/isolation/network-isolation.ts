import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Network, Port } from '../../checks/engine/cluster-facts';
import { type LabelSelector, type Labels, selects } from '../../kube/labels';
import { placeIn, Stage } from '../placement';
import type {
  Connection,
  Egress,
  Ingress,
  NamespacePods,
  Namespaces,
  PodGroup,
  PolicyHome,
  PortEgress,
} from './connection';
import { ForeignNamespace, SelectedNamespaces } from './foreign-namespace';
import { addPolicy, keyOf, policyNameOf } from './isolation-policy';
import { internetExcept } from './network';
import { type PolicyRule, PolicyRules } from './policy-rules';

const DNS = new ForeignNamespace('kube-system').pods(
  { 'k8s-app': 'kube-dns' },
  { port: 53, protocol: 'UDP' },
  // Answers of more than 512 bytes are sent over TCP.
  { port: 53, protocol: 'TCP' },
);

const DNS_REASON = "names are resolved by the cluster's DNS";

/** A namespace of the cluster, with its labels and the scope of its policies. */
export type IsolatedNamespace = Required<Namespaces> & NamespacePods;

/**
 * The network isolation of a cluster: default deny in every namespace, and a list of allowed connections.
 *
 * Each connection is declared once, with its reason, and is rendered as rules of NetworkPolicies at both of its ends.
 * The rules for one set of pods form one policy; an annotation states the reason of each rule. Where one end is a
 * group of namespaces ({@link group}), the other end selects them by label and each namespace of the group has its own
 * copy of the rules: a new preview or project changes no other file.
 *
 * Each cluster has one: {@link ClusterBase.isolation}. A synth fails if the cluster's network enforces no policies.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkIsolation extends Construct {
  private readonly members: IsolatedNamespace[] = [];
  private readonly groups: NamespaceGroup[] = [];
  private readonly declared: Connection[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly network: Network,
  ) {
    super(scope, id);
    placeIn(this, Stage.isolation, 'isolation');
    this.node.addValidation({ validate: () => this.unenforced() });
  }

  /** Adds a namespace: it may use DNS, and gets the rules of its groups. {@link ClusterBase.addNamespace} calls this. */
  addNamespace(namespace: IsolatedNamespace): void {
    this.members.push(namespace);
    render({ from: namespace, to: DNS, because: DNS_REASON });
    for (const group of this.groups) group.admit(namespace);
  }

  /**
   * All namespaces with certain labels, present and future, as one end of connections.
   *
   * @param selector must select these namespaces and no others
   */
  group(selector: LabelSelector): NamespacePods {
    const group = new NamespaceGroup(selector, this.members);
    this.groups.push(group);
    return group;
  }

  /**
   * Pods of this program in a namespace that another program makes. Default deny applies to these pods only.
   *
   * @param labels must select these pods and no others of the namespace
   */
  guests(namespace: ForeignNamespace, labels: Labels, ...ports: readonly Port[]): PodGroup {
    const scope =
      (this.node.tryFindChild(namespace.name) as Construct | undefined) ??
      new Construct(this, namespace.name);
    const policyHome = { scope, namespace: namespace.name };
    const rules = addPolicy(policyHome, policyNameOf(labels), { podLabels: labels, denyAll: true });
    const namespaces = { selector: namespace.selector, rules: () => rules, policyHome };
    const guests: PodGroup = { namespaces, podLabels: labels, ports };
    render({ from: guests, to: DNS, because: DNS_REASON });
    return guests;
  }

  /** The declared connections between pods. DNS is not among them. */
  get connections(): readonly Connection[] {
    return this.declared;
  }

  /** Allows a connection, at both of its ends. */
  allow(connection: Connection): void {
    this.declared.push(connection);
    render(connection);
  }

  /**
   * Allows connections to the internet: to IPv4 addresses that are neither private, link-local nor the cluster's.
   *
   * @throws Error if there is no port: a rule without ports would allow all
   */
  allowInternet({ from, ports, because }: PortEgress): void {
    const peers = [{ ipBlock: { cidr: '0.0.0.0/0', except: internetExcept(this.network) } }];
    add(from, { direction: 'egress', peers, ports: tcp(ports, because), because });
  }

  /**
   * Allows connections to IPv4 ranges outside the cluster.
   *
   * The addresses of pods, Services and nodes are for the other methods: policy engines differ on whether a range matches
   * them.
   *
   * @throws Error if there is no range or no port: a rule without them would allow all
   */
  allowAddresses({ from, cidrs, ports, because }: PortEgress & { readonly cidrs: readonly string[] }): void {
    add(from, { direction: 'egress', peers: ipBlocks(cidrs), ports: tcp(ports, because), because });
  }

  /**
   * Allows connections to the API server, which no pod selector matches.
   *
   * The rule names its address and port. With Cilium, which never matches the API server by address, it is a
   * CiliumNetworkPolicy.
   *
   * @throws Error with Cilium, if the pods are in more than one namespace
   * @see https://docs.cilium.io/en/stable/security/policy/language/#entities-based
   */
  allowApiServer({ from, because }: Egress): void {
    const { policyEngine, apiServer } = this.network;
    if (policyEngine === 'cilium') {
      const name = from.podLabels ? `${policyNameOf(from.podLabels)}-api-server` : 'api-server';
      addCiliumPolicy({ from, because }, name, 'access to the API server', {
        toEntities: ['kube-apiserver'],
      });
      return;
    }
    const peers = ipBlocks(apiServer.cidrs);
    add(from, { direction: 'egress', peers, ports: tcp([apiServer.port], because), because });
  }

  /**
   * Allows connections from the nodes, by the nodes' addresses and those of their pod bridges.
   *
   * This matches pods on the host network, which no pod selector matches, and the kubelet, where a policy engine does
   * not exempt its probes.
   */
  allowFromNodes({ to, because }: Ingress): void {
    const cidrs = [...this.network.nodeCidrs, ...(this.network.podBridgeCidrs ?? [])];
    add(to, { direction: 'ingress', peers: ipBlocks(cidrs), ports: to.ports, because });
  }

  /**
   * Allows connections from everywhere: from the internet, from the nodes and from every pod.
   *
   * The rule names no peer, because policy engines differ on whether `0.0.0.0/0` includes pods and nodes.
   *
   * @throws Error if the pods state no port: all ports would be open
   */
  allowFromAnywhere({ to, because }: Ingress): void {
    if (to.ports.length === 0)
      throw new Error(
        `access from everywhere (${because}) has no port, which would open every port: state the ports`,
      );
    add(to, { direction: 'ingress', ports: to.ports, because });
  }

  /**
   * Allows connections to the nodes: to the kubelet, and to pods on the host network, which no pod selector matches.
   *
   * With Cilium, which never matches a node by address, the rule is a CiliumNetworkPolicy.
   *
   * @throws Error if there is no port; with Cilium, also if the pods are in more than one namespace
   * @see https://docs.cilium.io/en/stable/security/policy/language/#entities-based
   */
  allowToNodes({ from, ports, because }: PortEgress): void {
    const tcpPorts = tcp(ports, because);
    if (this.network.policyEngine === 'cilium') {
      const pods = from.podLabels ? policyNameOf(from.podLabels) : 'all';
      const name = `${pods}-nodes-${ports.join('-')}`;
      addCiliumPolicy({ from, because }, name, 'access to the nodes', {
        toEntities: ['host', 'remote-node'],
        toPorts: [{ ports: tcpPorts.map(({ port }) => ({ port: String(port), protocol: 'TCP' })) }],
      });
      return;
    }
    const peers = ipBlocks(this.network.nodeCidrs);
    add(from, { direction: 'egress', peers, ports: tcpPorts, because });
  }

  /**
   * Allows all outgoing connections, in a policy with a name of its own.
   *
   * Within the cluster, the other end must still accept a connection. Outside, every address is allowed, link-local
   * addresses included, which the rule `metadata-address` reports.
   *
   * @returns the policy
   * @throws Error if the pods are in more than one namespace
   */
  allowAllEgress({ from, because, policyName }: Egress & { readonly policyName: string }): IConstruct {
    const home = homeOf(from, `policy "${policyName}" for all egress`);
    const rules = addPolicy(home, policyName, { podLabels: from.podLabels });
    rules.add({ direction: 'egress', ports: [], because });
    return home.scope.node.findChild(policyName);
  }

  private unenforced(): string[] {
    if (this.network.policyEngine !== 'none' || this.members.length === 0) return [];
    return [
      'the network enforces no policies (policyEngine: none), which leaves every namespace open: declare the policy engine of the cluster',
    ];
  }
}

/** All namespaces with certain labels. Each of them has a copy of the rules of the group. */
class NamespaceGroup extends SelectedNamespaces {
  private readonly byPods = new Map<string, { podLabels: Labels | undefined; rules: PolicyRules }>();

  constructor(
    selector: LabelSelector,
    private readonly all: readonly IsolatedNamespace[],
  ) {
    super(selector);
  }

  rules(podLabels: Labels | undefined): PolicyRules {
    const found = this.byPods.get(keyOf(podLabels));
    if (found) return found.rules;
    const rules = new PolicyRules();
    this.byPods.set(keyOf(podLabels), { podLabels, rules });
    for (const namespace of this.all)
      if (selects(this.selector, namespace.labels)) namespace.rules(podLabels).include(rules);
    return rules;
  }

  /** Gives the rules of the group to a namespace, if it belongs to the group. */
  admit(namespace: IsolatedNamespace): void {
    if (!selects(this.selector, namespace.labels)) return;
    for (const { podLabels, rules } of this.byPods.values()) namespace.rules(podLabels).include(rules);
  }
}

/** Whether a rule for some pods also covers others, on all of their ports. */
export function includesPods(outer: PodGroup, inner: PodGroup): boolean {
  const open = outer.ports.map(({ port }) => port);
  const ports = inner.ports.map(({ port }) => port);
  const all = open.length === 0 || (ports.length > 0 && ports.every((port) => open.includes(port)));
  if (!all) return false;
  if (outer.namespaces === inner.namespaces)
    return outer.podLabels === undefined || keyOf(outer.podLabels) === keyOf(inner.podLabels);
  const { labels } = inner.namespaces;
  return outer.podLabels === undefined && labels !== undefined && selects(outer.namespaces.selector, labels);
}

/** Adds the rules of a connection at both of its ends. */
function render({ from, to, because }: Connection): void {
  add(from, { direction: 'egress', peers: [peerOf(to)], ports: to.ports, because });
  add(to, { direction: 'ingress', peers: [peerOf(from)], ports: to.ports, because });
}

/** Adds a rule to the policy of the pods of one end. An end whose policies are not written here is skipped. */
function add({ namespaces, podLabels }: PodGroup, rule: PolicyRule): void {
  namespaces.rules?.(podLabels).add(rule);
}

function homeOf({ namespaces }: PodGroup, subject: string): PolicyHome {
  if (namespaces.policyHome === undefined)
    throw new Error(
      `${subject} is not possible for pods of several namespaces or of another program: allow it for each namespace of the cluster`,
    );
  return namespaces.policyHome;
}

function addCiliumPolicy({ from, because }: Egress, name: string, subject: string, egress: object): void {
  const { scope, namespace } = homeOf(from, `${subject} (${because})`);
  new ApiObject(scope, name, {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name, namespace },
    spec: {
      description: because,
      endpointSelector: from.podLabels ? { matchLabels: { ...from.podLabels } } : {},
      egress: [egress],
    },
  });
}

/** Pods, as a policy at the other end selects them. */
function peerOf({ namespaces, podLabels }: PodGroup) {
  return {
    namespaceSelector: namespaces.selector,
    ...(podLabels && { podSelector: { matchLabels: { ...podLabels } } }),
  };
}

/** @throws Error if there is no port, which NetworkPolicies read as every port */
function tcp(ports: readonly number[], because: string) {
  if (ports.length === 0)
    throw new Error(
      `network access (${because}) has no port, which would allow every port: state at least one`,
    );
  return ports.map((port) => ({ port }));
}

function ipBlocks(cidrs: readonly string[]) {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}
