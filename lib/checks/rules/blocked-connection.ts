import type { ConnectionEnd, DeclaredConnection } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { type Address, type Pod, PolicyWorld, type Verdict } from '../facts/policy-world';
import { namespacesOf, podOf, reliances } from '../facts/traffic';

/** Every connection that is declared, or that something relies on, is let through by the policies of both ends. */
export const blockedConnection: Rule = {
  id: 'blocked-connection',
  group: 'isolation',
  title:
    'Every connection that is declared, that an Ingress needs or that an address in a pod’s configuration needs is allowed by the policies of both ends.',
  protects: 'A connection that everybody believes open times out.',
  *check(cluster): Iterable<Finding> {
    if (cluster.facts.network.policyEngine === 'none') return;
    const world = worldOf(cluster);
    if (typeof world === 'string') {
      yield { field: 'isolation', problem: `${world}: without it, nothing can be said of who reaches whom` };
      return;
    }
    for (const connection of cluster.facts.connections) {
      for (const [from, to] of pairs(cluster, connection)) {
        if (!isKnown(cluster, from) || !isKnown(cluster, to)) continue;
        for (const { port, protocol = 'TCP' } of connection.to.ports.length > 0
          ? connection.to.ports
          : [{ port: 1 }]) {
          const verdict = world.explain(from, to, port, protocol);
          if (!verdict.allowed)
            yield told(cluster, verdict, from, to, port, `"${connection.because}" was declared`);
        }
      }
    }
    for (const { from, to, port, protocol, object, field } of reliances(cluster)) {
      if (!isKnown(cluster, from) || !isKnown(cluster, to)) continue;
      const verdict = world.explain(from, to, port, protocol);
      if (!verdict.allowed)
        yield { ...told(cluster, verdict, from, to, port, `${field} needs it`), object, field };
    }
  },
};

/** Whether an end lies in a namespace that is there: of one that is not, the rule `namespace` speaks. */
function isKnown(cluster: ClusterIndex, end: Pod | Address): boolean {
  return (
    typeof end === 'string' ||
    cluster.isForeign(end.namespace) ||
    cluster.namespaceLabels(end.namespace) !== undefined
  );
}

/** What the policies say, or why that cannot be told. */
function worldOf(cluster: ClusterIndex): PolicyWorld | string {
  const foreign = [...cluster.foreignNamespaces()].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  try {
    const own = cluster.ofKind('Namespace', 'NetworkPolicy').map(({ json }) => json);
    // The rule `schema` has seen the policies.
    return new PolicyWorld([...foreign, ...own], true);
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * The pods between which a connection is tried out.
 *
 * Where both ends are many namespaces, each is tried against the first of the other end: they are all alike, and the
 * time would grow with their square.
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

function podsOf(cluster: ClusterIndex, group: ConnectionEnd): Pod[] {
  return namespacesOf(cluster, group).map((namespace) => {
    const { podLabels } = group;
    const [found] = podLabels ? cluster.selected(namespace, { matchLabels: podLabels }) : [];
    return found ? podOf(found) : { namespace, labels: podLabels ?? {} };
  });
}

function told(
  cluster: ClusterIndex,
  { egress, ingress }: Verdict,
  from: Pod | Address,
  to: Pod,
  port: number,
  why: string,
): Finding {
  const blocking = [
    ...(egress.allowed ? [] : egress.isolatedBy),
    ...(ingress.allowed ? [] : ingress.isolatedBy),
  ];
  const [namespace, name = ''] = (blocking[0] ?? '').split('/');
  return {
    object: cluster.find('NetworkPolicy', namespace, name),
    problem: `${nameOf(from)} cannot reach ${nameOf(to)} on ${port}, as ${list(blocking)} let nothing of it through, and ${why}: allow it with cluster.isolation.allow()`,
  };
}

function nameOf(end: Pod | Address): string {
  if (typeof end === 'string') return end;
  const labels = Object.entries(end.labels).map(([key, value]) => `${key}=${value}`);
  return `${end.namespace}/${end.name ?? (labels.join(',') || 'any pod')}`;
}
