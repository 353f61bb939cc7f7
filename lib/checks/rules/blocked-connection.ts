import { selects } from '../../kube/labels';
import type { ConnectionEnd, DeclaredConnection } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type PlatformConnection, platformConnections } from '../facts/platform-traffic';
import { type Address, type Pod, PolicyWorld, type Protocol } from '../facts/policy-world';
import { namespacesOf, podOf, requiredConnections } from '../facts/traffic';

export const blockedConnection: Rule = {
  id: 'blocked-connection',
  group: 'isolation',
  title:
    "The policies of both ends allow every connection that is declared, and every connection that an Ingress or an address in a pod's configuration requires. They also allow what the platform requires: pods to the cluster's DNS, pods with a token to the API server, the API server to webhooks and aggregated APIs, clients to load balancers and node ports, and the ingress controller to HTTP-01 solvers.",
  protects: 'A connection that is expected to work times out.',
  *check(cluster): Iterable<Finding> {
    if (cluster.facts.network.policyEngine === 'none') return;
    const world = worldOf(cluster);
    if (typeof world === 'string') {
      yield { field: 'isolation', problem: `the connections cannot be checked: ${world}` };
      return;
    }
    const reported = new Set<string>();
    const known = new Set<string>();
    for (const connection of cluster.facts.connections) {
      const { ports } = connection.to;
      for (const [from, to] of pairs(cluster, connection))
        for (const { port, protocol = 'TCP' } of ports.length > 0 ? ports : [{ port: 1 }]) {
          const blocked = blockage(cluster, world, { from, to, port, protocol });
          if (blocked === undefined) continue;
          reported.add(keyOf(from, to, port));
          known.add(blocked.what);
          const problem = `"${connection.because}" is declared, but ${blocked.what}, because ${blocked.why}: correct its rules`;
          yield { object: blocked.policy, problem };
        }
    }
    for (const { object, field, ...connection } of requiredConnections(cluster)) {
      const blocked = blockage(cluster, world, connection);
      if (blocked === undefined || known.has(blocked.what)) continue;
      known.add(blocked.what);
      const problem = `this field requires a connection, but ${blocked.what}, because ${blocked.why}: ${remedy(cluster, connection)}`;
      yield { object, field, problem };
    }
    const platform = [...platformConnections(cluster)];
    const { finding, explained } = otherApiPort(cluster, world, platform);
    if (finding) yield finding;
    const remaining = platform.filter((connection) => !explained.has(connection));
    for (const connections of groupBy(remaining, ({ use }) => use).values()) {
      const others = connections.filter(
        ({ from, to, port }) =>
          reported.size === 0 || !from.some((end) => reported.has(keyOf(end, to, port))),
      );
      yield* blockedUse(cluster, world, others);
    }
  },
};

/**
 * One finding for all pods whose policies allow the API server on another port, and these connections: the port is wrong in
 * one place, not in each policy.
 */
function otherApiPort(
  cluster: ClusterIndex,
  world: PolicyWorld,
  platform: readonly PlatformConnection[],
): { readonly finding?: Finding; readonly explained: ReadonlySet<PlatformConnection> } {
  const isBlocked = ({ from: [from = ''], ...connection }: PlatformConnection) =>
    blockingPolicies(cluster, world, { from, ...connection }).length > 0;
  const blocked = platform.filter((connection) => connection.isToApiServer && isBlocked(connection));
  const pods = new Set(blocked.flatMap(({ from }) => from.map(nameOf)));
  const { cidrs, port } = cluster.facts.network.apiServer;
  const other =
    pods.size > 1
      ? addressPorts(cluster).find(
          (it) => !blocked.some((connection) => isBlocked({ ...connection, port: it })),
        )
      : undefined;
  if (other === undefined) return { explained: new Set() };
  const problem = `the API server has the port ${port}, but the policies of ${list(pods)}, which mount a token for it, allow ${list(cidrs)} on port ${other}: correct the port of the API server, or that of the policies`;
  return { finding: { field: 'network.apiServer.port', value: port, problem }, explained: new Set(blocked) };
}

/** The ports on which policies allow connections to addresses. */
function addressPorts(cluster: ClusterIndex): number[] {
  const rules = cluster.ofKind('NetworkPolicy').flatMap(({ spec }) => spec.egress ?? []);
  const ports = rules.flatMap(({ to = [], ports = [] }) =>
    to.some(({ ipBlock }) => ipBlock) ? ports.map(({ port }) => Number(port)) : [],
  );
  return [...new Set(ports)].filter((port) => port > 0);
}

/** At most one finding for all connections of one use: most often one rule of a policy is missing. */
function* blockedUse(
  cluster: ClusterIndex,
  world: PolicyWorld,
  connections: readonly PlatformConnection[],
): Iterable<Finding> {
  const blocked = connections.flatMap(({ from: alternatives, ...connection }) => {
    const [policies = [], ...others] = alternatives.map((from) =>
      blockingPolicies(cluster, world, { from, ...connection }),
    );
    const isBlocked = [policies, ...others].every(({ length }) => length > 0);
    return isBlocked ? alternatives.slice(0, 1).map((from) => ({ from, policies, ...connection })) : [];
  });
  const [first] = blocked;
  if (first === undefined) return;
  const [sources, targets] = [blocked.map(({ from }) => nameOf(from)), blocked.map(({ to }) => nameOf(to))];
  const ports = blocked.map(({ port, protocol }) => `${port}/${protocol}`);
  const common = first.policies.filter((name) => blocked.every(({ policies }) => policies.includes(name)));
  const policies = common.length > 0 ? common : first.policies;
  const problem = `${first.use}, but ${list(sources)} cannot connect to ${list(targets)} on port ${list(ports)}, because no rule of ${list(policies)} allows it: ${first.remedy}`;
  yield first.object
    ? { object: first.object, field: first.field, problem }
    : { object: mostSpecific(cluster, policies), problem };
}

interface Connection {
  readonly from: Pod | Address;
  readonly to: Pod | Address;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A connection that policies block. */
interface Blockage {
  /** The policy that must allow the connection. */
  readonly policy: KubeObject | undefined;
  readonly what: string;
  readonly why: string;
}

function blockage(
  cluster: ClusterIndex,
  world: PolicyWorld,
  { from, to, port, protocol }: Connection,
): Blockage | undefined {
  if (!isKnown(cluster, from) || !isKnown(cluster, to)) return undefined;
  const { egress, ingress } = world.explain(from, to, port, protocol);
  const sides = Object.entries({ egress, ingress }).filter(([, { allowed }]) => !allowed);
  const [first] = sides;
  if (first === undefined) return undefined;
  return {
    policy: mostSpecific(cluster, first[1].isolatedBy),
    what: `${nameOf(from)} cannot connect to ${nameOf(to)} on port ${port}`,
    why: `${sides.map(([side, { isolatedBy }]) => `no ${side} rule of ${list(isolatedBy)}`).join(' and ')} allows it`,
  };
}

/** The policies that block a connection, as `namespace/name`. */
function blockingPolicies(
  cluster: ClusterIndex,
  world: PolicyWorld,
  { from, to, port, protocol }: Connection,
): readonly string[] {
  if (!isKnown(cluster, from) || !isKnown(cluster, to)) return [];
  const { egress, ingress } = world.explain(from, to, port, protocol);
  return [egress, ingress].flatMap(({ allowed, isolatedBy }) => (allowed ? [] : isolatedBy));
}

/** The policy that selects pods by the most labels: default-deny policies select all pods, and have no rules. */
function mostSpecific(cluster: ClusterIndex, names: readonly string[]): KubeObject | undefined {
  const labels = ({ spec }: KubeObject<'NetworkPolicy'>) =>
    Object.keys(spec.podSelector?.matchLabels ?? {}).length +
    (spec.podSelector?.matchExpressions?.length ?? 0);
  return names
    .flatMap((text) => {
      const [namespace, name = ''] = text.split('/');
      return cluster.find({ kind: 'NetworkPolicy', namespace, name }) ?? [];
    })
    .sort((a, b) => labels(b) - labels(a))[0];
}

/** The declaration that is missing: a port of a declared connection, or the connection. */
function remedy(cluster: ClusterIndex, { from, to, port }: Connection): string {
  const declared = cluster.facts.connections.find(
    (it) => isAmong(cluster, to, it.to) && isAmong(cluster, from, it.from),
  );
  if (declared === undefined) return 'allow it with cluster.isolation.allow()';
  return `add port ${port} to the destination of "${declared.because}"`;
}

function isAmong(cluster: ClusterIndex, pod: Pod | Address, end: ConnectionEnd): boolean {
  if (typeof pod === 'string' || !namespacesOf(cluster, end).includes(pod.namespace)) return false;
  return selects({ matchLabels: end.podLabels ?? {} }, pod.labels);
}

/** Whether the namespace of an end exists. If not, the rule `namespace` reports it. */
function isKnown(cluster: ClusterIndex, end: Pod | Address): boolean {
  if (typeof end === 'string') return true;
  return (
    cluster.isForeign(end.namespace) || cluster.find({ kind: 'Namespace', name: end.namespace }) !== undefined
  );
}

/** The policies of a cluster, or the reason why they are invalid. */
function worldOf(cluster: ClusterIndex): PolicyWorld | string {
  const foreign = cluster
    .foreignNamespaces()
    .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const own = cluster.ofKind('Namespace', 'NetworkPolicy').map(({ json }) => json);
  try {
    // The rule `schema` checks the policies against their schema.
    return new PolicyWorld([...foreign, ...own], true);
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * The pairs of pods between which a connection is checked.
 *
 * If both ends have many namespaces, each is checked against the first namespace of the other end: the namespaces are
 * alike, and the time would grow with the square of their number.
 */
function pairs(cluster: ClusterIndex, { from, to }: DeclaredConnection): [Pod, Pod][] {
  const [sources, targets] = [podsOf(cluster, from), podsOf(cluster, to)];
  const [source, target] = [sources[0], targets[0]];
  if (source === undefined || target === undefined) return [];
  return [
    ...sources.map((pod): [Pod, Pod] => [pod, target]),
    ...targets.slice(1).map((pod): [Pod, Pod] => [source, pod]),
  ];
}

function podsOf(cluster: ClusterIndex, end: ConnectionEnd): Pod[] {
  const { podLabels } = end;
  return namespacesOf(cluster, end).map((namespace) => {
    const [found] = podLabels ? cluster.selected(namespace, { matchLabels: podLabels }) : [];
    return found ? podOf(found) : { namespace, labels: podLabels ?? {} };
  });
}

/** A map key of a connection: names are left out, because only pod templates have them. */
function keyOf(from: Pod | Address, to: Pod | Address, port: number): string {
  const source = typeof from === 'string' ? from : from.namespace;
  return JSON.stringify([source, typeof to === 'string' ? to : [to.namespace, to.labels], port]);
}

function nameOf(end: Pod | Address): string {
  if (typeof end === 'string') return end;
  const labels = Object.entries(end.labels).map(([key, value]) => `${key}=${value}`);
  return `${end.namespace}/${end.name ?? (labels.join(',') || 'any pod')}`;
}
