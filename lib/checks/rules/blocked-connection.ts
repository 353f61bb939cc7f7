import type { ConnectionEnd, DeclaredConnection } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { type Address, type Pod, PolicyWorld, type Protocol } from '../facts/policy-world';
import { namespacesOf, podOf, requiredConnections } from '../facts/traffic';

export const blockedConnection: Rule = {
  id: 'blocked-connection',
  group: 'isolation',
  title:
    "The policies of both ends allow every connection that is declared, and every connection that an Ingress or an address in a pod's configuration requires.",
  protects: 'A connection that is expected to work times out.',
  *check(cluster): Iterable<Finding> {
    if (cluster.facts.network.policyEngine === 'none') return;
    const world = worldOf(cluster);
    if (typeof world === 'string') {
      yield { field: 'isolation', problem: `the connections cannot be checked: ${world}` };
      return;
    }
    for (const connection of cluster.facts.connections) {
      const { ports } = connection.to;
      for (const [from, to] of pairs(cluster, connection))
        for (const { port, protocol = 'TCP' } of ports.length > 0 ? ports : [{ port: 1 }])
          yield* blocked(cluster, world, { from, to, port, protocol }, `"${connection.because}" is declared`);
    }
    for (const { object, field, ...connection } of requiredConnections(cluster)) {
      for (const finding of blocked(cluster, world, connection, 'this field requires a connection'))
        yield { ...finding, object, field };
    }
  },
};

interface Connection {
  readonly from: Pod | Address;
  readonly to: Pod;
  readonly port: number;
  readonly protocol: Protocol;
}

function* blocked(
  cluster: ClusterIndex,
  world: PolicyWorld,
  { from, to, port, protocol }: Connection,
  reason: string,
): Iterable<Finding> {
  if (!isKnown(cluster, from) || !isKnown(cluster, to)) return;
  const { egress, ingress } = world.explain(from, to, port, protocol);
  const blocking = [egress, ingress].flatMap(({ allowed, isolatedBy }) => (allowed ? [] : isolatedBy));
  if (blocking.length === 0) return;
  const [namespace, name = ''] = (blocking[0] ?? '').split('/');
  const problem = `${reason}, but ${nameOf(from)} cannot connect to ${nameOf(to)} on port ${port}, because no rule of ${list(blocking)} allows it: allow it with cluster.isolation.allow()`;
  yield { object: cluster.find({ kind: 'NetworkPolicy', namespace, name }), problem };
}

/** Whether the namespace of an end exists. If not, the rule `namespace` reports it. */
function isKnown(cluster: ClusterIndex, end: Pod | Address): boolean {
  if (typeof end === 'string') return true;
  return cluster.isForeign(end.namespace) || cluster.namespaceLabels(end.namespace) !== undefined;
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

function nameOf(end: Pod | Address): string {
  if (typeof end === 'string') return end;
  const labels = Object.entries(end.labels).map(([key, value]) => `${key}=${value}`);
  return `${end.namespace}/${end.name ?? (labels.join(',') || 'any pod')}`;
}
