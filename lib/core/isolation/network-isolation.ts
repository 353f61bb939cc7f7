import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type LabelSelector, type Labels, selects } from '../../kube/labels';
import { ClusterBase } from '../cluster-base';
import { ClusterNamespace } from '../cluster-namespace';
import { Stage } from '../placement';
import type {
  Connection,
  Egress,
  ForeignNamespace,
  InternetAccess,
  NamespaceGroup,
  PodGroup,
  Port,
} from './connection';
import { IsolationPolicy, type PolicyRule, PolicyRules } from './isolation-policy';
import { type Network, notInternet } from './network';
import { guestKey, keyOf, nameOf, peer, policyNameOf, portsOf } from './pods';

export type {
  Connection,
  Egress,
  ForeignNamespace,
  InternetAccess,
  IsolationEnd,
  NamespaceGroup,
  PodGroup,
  Port,
} from './connection';
export { includesPods } from './pods';

const DNS = {
  namespaces: { foreignName: 'kube-system' },
  podLabels: { 'k8s-app': 'kube-dns' },
  // Answers of more than 512 bytes come by TCP.
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
} satisfies PodGroup;

const DNS_REASON = "names are resolved by the cluster's DNS";

/**
 * Who may talk to whom in a cluster.
 *
 * Every namespace of the cluster denies all traffic both ways, DNS aside; every connection is then declared once, with
 * its reason, and rendered at both of its ends. The rules of one set of pods stand in one policy, whose annotation
 * gives the reason of each. Where an end is a {@link NamespaceGroup}, the other end selects it by label, and each
 * namespace of the group holds its own copy: a new preview or project changes no other file.
 *
 * Each cluster has one, {@link ClusterBase.isolation}. Synth fails if the cluster's network enforces no policy.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkIsolation extends Construct {
  private readonly network: Network;
  private readonly members: ClusterNamespace[] = [];
  private readonly groups: NamespaceGroup[] = [];
  private readonly policies = new Map<ClusterNamespace, Map<string, IsolationPolicy>>();
  private readonly groupRules = new Map<NamespaceGroup, Map<string, GroupRules>>();
  private readonly guestPolicies = new Map<string, IsolationPolicy>();
  private readonly declared: Connection[] = [];

  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    this.network = network;
    this.node.addValidation({ validate: () => this.unenforced() });
  }

  /**
   * Puts a namespace under default deny, and gives it what its groups are allowed.
   *
   * {@link ClusterBase.namespace} calls it for every namespace.
   */
  addNamespace(namespace: ClusterNamespace): void {
    this.members.push(namespace);
    new IsolationPolicy(this.scopeIn(namespace), 'default-deny', {
      name: 'default-deny',
      namespace: namespace.name,
      podLabels: undefined,
      denyAll: true,
    });
    this.render({ from: namespace, to: DNS, because: DNS_REASON }, 'from');
    for (const group of this.groups)
      if (selects(group.selector, namespace.labels)) this.join(namespace, group);
  }

  /**
   * The namespaces that have certain labels, as one end of connections.
   *
   * @param selector must tell them from every namespace that is not meant
   */
  group(selector: LabelSelector): NamespaceGroup {
    const group: NamespaceGroup = {
      selector,
      get namespaces() {
        return group;
      },
      podLabels: undefined,
      ports: [],
      pods: (podLabels, ...ports) => ({ namespaces: group, podLabels, ports }),
    };
    this.groups.push(group);
    this.groupRules.set(group, new Map());
    return group;
  }

  /**
   * Pods of ours in a namespace that another makes, under default deny themselves; its other pods are left alone.
   *
   * @param labels must tell them from every other pod of the namespace
   */
  guests(namespace: ForeignNamespace, labels: Labels, ...ports: readonly Port[]): PodGroup {
    const name = policyNameOf(labels);
    const policy = new IsolationPolicy(this.scopeIn(namespace), name, {
      name,
      namespace: namespace.foreignName,
      podLabels: labels,
      denyAll: true,
    });
    this.guestPolicies.set(guestKey(namespace, labels), policy);
    const guests = { namespaces: namespace, podLabels: labels, ports };
    this.render({ from: guests, to: DNS, because: DNS_REASON }, 'from');
    return guests;
  }

  /** The connections between pods that were allowed so far, DNS and the like aside. */
  get connections(): readonly Connection[] {
    return this.declared;
  }

  /** Allows a connection, at both of its ends. */
  allow(connection: Connection): void {
    this.declared.push(connection);
    this.render(connection, 'from');
    this.render(connection, 'to');
  }

  /** Allows connections to addresses outside: IPv4, and neither private nor link-local nor the cluster's own. */
  allowInternet({ from, ports, because }: InternetAccess): void {
    this.add(from, {
      direction: 'egress',
      rule: {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: notInternet(this.network) } }],
        ports: ports.map((port) => ({ port, protocol: 'TCP' })),
      },
      because,
    });
  }

  /**
   * Allows connections to the API server, which no selector of pods can name.
   *
   * Rendered for the cluster's policy engine: its address and port, or for Cilium, which matches the API server by its
   * identity and never by address, a CiliumNetworkPolicy.
   *
   * @see https://docs.cilium.io/en/stable/security/policy/language/#entities-based
   */
  allowApiServer({ from, because }: Egress): void {
    if (this.network.policyEngine === 'cilium') this.allowApiServerByEntity(from, because);
    else this.allowApiServerByAddress(from, because);
  }

  /**
   * Allows connections from the nodes themselves, by their addresses and those of their pod bridges: from pods on the
   * host's network, which no selector matches, and from the kubelet where an engine does not exempt its probes.
   */
  allowFromNodes({ to, because }: { readonly to: PodGroup; readonly because: string }): void {
    const cidrs = [...this.network.nodeCidrs, ...(this.network.podBridgeCidrs ?? [])];
    this.add(to, {
      direction: 'ingress',
      rule: { from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: portsOf(to) },
      because,
    });
  }

  /**
   * Allows connections from everywhere: from the internet, from the nodes and from every pod.
   *
   * The rule names no peer, as engines disagree on whether `0.0.0.0/0` means pods and nodes too.
   *
   * @throws Error if the pods name no port, so that not all of them are opened by an oversight
   */
  allowFromAnywhere({ to, because }: { readonly to: PodGroup; readonly because: string }): void {
    if (to.ports.length === 0) throw new Error(`name the ports that everyone may reach (${because})`);
    this.add(to, { direction: 'ingress', rule: { ports: portsOf(to) }, because });
  }

  /**
   * Allows connections to the nodes themselves: to the kubelet, and to pods on the host's network, which no selector
   * matches.
   *
   * Rendered for the cluster's policy engine, as {@link allowApiServer} is: Cilium never matches a node by address.
   *
   * @see https://docs.cilium.io/en/stable/security/policy/language/#entities-based
   */
  allowToNodes({ from, ports, because }: InternetAccess): void {
    if (this.network.policyEngine === 'cilium') this.allowToNodesByEntity(from, ports, because);
    else {
      const to = this.network.nodeCidrs.map((cidr) => ({ ipBlock: { cidr } }));
      const tcp = ports.map((port) => ({ port, protocol: 'TCP' }) as const);
      this.add(from, { direction: 'egress', rule: { to, ports: tcp }, because });
    }
  }

  /**
   * Allows all egress, in a policy of its own: to the rest of the cluster only what the other end accepts, and to every
   * address outside, the link-local ones included.
   */
  allowAllEgress({ from, because, policyName }: Egress & { readonly policyName: string }): void {
    const namespace = from.namespaces;
    if (!(namespace instanceof ClusterNamespace))
      throw new Error(`all egress is for pods of one namespace: ${policyName}`);
    const policy = new IsolationPolicy(this.scopeIn(namespace), policyName, {
      name: policyName,
      namespace: namespace.name,
      podLabels: from.podLabels,
    });
    policy.rules.add({ direction: 'egress', rule: {}, because });
  }

  private render(connection: Connection, end: 'from' | 'to'): void {
    const { from, to, because } = connection;
    const ports = portsOf(to);
    if (end === 'from') this.add(from, { direction: 'egress', rule: { to: [peer(to)], ports }, because });
    else this.add(to, { direction: 'ingress', rule: { from: [peer(from)], ports }, because });
  }

  /** Adds a rule to the policy of the pods of one end; an end that is not ours to write is left alone. */
  private add({ namespaces, podLabels }: PodGroup, rule: PolicyRule): void {
    if (namespaces instanceof ClusterNamespace) this.policyOf(namespaces, podLabels).rules.add(rule);
    else if ('foreignName' in namespaces)
      this.guestPolicies.get(guestKey(namespaces, podLabels))?.rules.add(rule);
    else this.rulesOf(namespaces, podLabels).add(rule);
  }

  private policyOf(namespace: ClusterNamespace, podLabels: Labels | undefined): IsolationPolicy {
    const policies = this.policies.get(namespace) ?? new Map<string, IsolationPolicy>();
    this.policies.set(namespace, policies);
    const key = keyOf(podLabels);
    const found = policies.get(key);
    if (found) return found;
    const name = podLabels === undefined ? namespace.policyName : policyNameOf(podLabels);
    const policy = new IsolationPolicy(this.scopeIn(namespace), name, {
      name,
      namespace: namespace.name,
      podLabels,
    });
    policies.set(key, policy);
    return policy;
  }

  /** The rules that every namespace of a group holds for some of its pods. */
  private rulesOf(group: NamespaceGroup, podLabels: Labels | undefined): PolicyRules {
    const byPods = this.groupRules.get(group);
    if (byPods === undefined)
      throw new Error("a group of namespaces is made by the cluster's isolation.group()");
    const found = byPods.get(keyOf(podLabels));
    if (found) return found.rules;
    const made = { podLabels, rules: new PolicyRules() };
    byPods.set(keyOf(podLabels), made);
    for (const member of this.members) if (selects(group.selector, member.labels)) this.hold(member, made);
    return made.rules;
  }

  private join(namespace: ClusterNamespace, group: NamespaceGroup): void {
    for (const rules of this.groupRules.get(group)?.values() ?? []) this.hold(namespace, rules);
  }

  private hold(namespace: ClusterNamespace, { podLabels, rules }: GroupRules): void {
    this.policyOf(namespace, podLabels).rules.include(rules);
  }

  private allowApiServerByAddress(from: PodGroup, because: string): void {
    const { cidrs, port } = this.network.apiServer;
    this.add(from, {
      direction: 'egress',
      rule: { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port, protocol: 'TCP' }] },
      because,
    });
  }

  private allowApiServerByEntity(from: PodGroup, because: string): void {
    const namespace = from.namespaces;
    if (
      'selector' in namespace ||
      ('foreignName' in namespace && !this.guestPolicies.has(guestKey(namespace, from.podLabels)))
    )
      throw new Error(`access to the API server is for pods of one namespace (${because})`);
    const name = from.podLabels === undefined ? 'api-server' : `${policyNameOf(from.podLabels)}-api-server`;
    new ApiObject(this.scopeIn(namespace), name, {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name, namespace: nameOf(namespace) },
      spec: {
        description: because,
        endpointSelector: from.podLabels ? { matchLabels: { ...from.podLabels } } : {},
        egress: [{ toEntities: ['kube-apiserver'] }],
      },
    });
  }

  private allowToNodesByEntity(from: PodGroup, ports: readonly number[], because: string): void {
    const namespace = from.namespaces;
    if (!(namespace instanceof ClusterNamespace))
      throw new Error(`access to the nodes is for pods of one namespace (${because})`);
    const pods = from.podLabels === undefined ? 'all' : policyNameOf(from.podLabels);
    const name = `${pods}-nodes-${ports.join('-')}`;
    new ApiObject(this.scopeIn(namespace), name, {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name, namespace: namespace.name },
      spec: {
        description: because,
        endpointSelector: from.podLabels ? { matchLabels: { ...from.podLabels } } : {},
        egress: [
          {
            toEntities: ['host', 'remote-node'],
            toPorts: [{ ports: ports.map((port) => ({ port: String(port), protocol: 'TCP' })) }],
          },
        ],
      },
    });
  }

  /** Policies lie in the namespace's own file, or together in the file of isolation, one namespace after the other. */
  private scopeIn(namespace: ClusterNamespace | ForeignNamespace): Construct {
    const home = 'foreignName' in namespace ? ClusterBase.of(this) : namespace;
    const file = home.file(Stage.isolation, 'isolation');
    const id = `isolation-${nameOf(namespace)}`;
    return (file.node.tryFindChild(id) as Construct | undefined) ?? new Construct(file, id);
  }

  private unenforced(): string[] {
    if (this.network.policyEngine !== 'none' || this.members.length === 0) return [];
    return [
      'the network enforces no policy (policyEngine: none), so every namespace would be open: declare the engine that runs beside it',
    ];
  }
}

interface GroupRules {
  readonly podLabels: Labels | undefined;
  readonly rules: PolicyRules;
}
