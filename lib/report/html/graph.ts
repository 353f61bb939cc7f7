import { groupBy } from '../../checks/engine/group-by';
import { targetText } from '../changes/connections';
import type { ConnectedEnd } from '../changes/ends';
import type { ClusterReport } from '../model';
import type { ComparedConnection } from './compared-connections';

/** A destination such as the cluster's DNS is left out of the picture if this share of the sources, and this number, reach it. */
const COMMON_SHARE = 0.75;
const COMMON_NUMBER = 10;

/** The ports of HTTP and HTTPS. */
const WEB_PORTS = [80, 443];

/** An end in the picture. What is outside the cluster stands on both sides: as a source, and as a destination. */
export interface GraphNode {
  readonly end: ConnectedEnd;
  readonly side: 'source' | 'destination' | undefined;
  readonly change: 'added' | 'changed' | 'removed' | undefined;
}

/** All connections between two ends. */
export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly connections: readonly ComparedConnection[];
}

/** The connections of a cluster as a graph. */
export interface Graph {
  readonly edges: readonly GraphEdge[];
  /** The destinations that nearly all sources reach, with the number of sources. Only changed connections to them are drawn. */
  readonly common: ReadonlyMap<string, number>;
}

/** The graph of the allowed connections of a cluster, and of those that a change closes. */
export function graphOf(cluster: ClusterReport, connections: readonly ComparedConnection[]): Graph {
  const open = [...connections, ...connectionsToNodes(cluster)]
    .filter(({ allowed, change }) => allowed || change !== undefined)
    .filter(({ from, to }) => !isStranger(from) && !isStranger(to));
  const sources = new Set(open.map(({ from }) => from)).size;
  const targets = groupBy(open, targetText);
  const least = Math.max(COMMON_NUMBER, sources * COMMON_SHARE);
  const common = new Map(
    [...targets].filter(([, all]) => all.length >= least).map(([to, all]) => [to, all.length]),
  );
  const drawn = open.filter((one) => one.change !== undefined || !common.has(targetText(one)));
  const nodes = nodesOf(cluster);
  const edges = [...groupBy(drawn, ({ from, to }) => `${from} ${to}`).values()].flatMap(
    (all): GraphEdge[] => {
      const [first] = all;
      const [from, to] = [nodes(first?.from, 'source'), nodes(first?.to, 'destination')];
      return from && to ? [{ from, to, connections: all }] : [];
    },
  );
  return { edges, common };
}

/** The connections from the internet to controllers on the host network. */
function connectionsToNodes({ present }: ClusterReport): ComparedConnection[] {
  const reasons = ['it listens at the address of its node, where no NetworkPolicy applies'];
  const side = { allowed: true, policies: [], reasons };
  return (present?.ends ?? []).flatMap(({ name, hostPorts }) =>
    WEB_PORTS.filter((port) => hostPorts.includes(port)).map((port): ComparedConnection => {
      return {
        from: 'internet',
        to: name,
        port,
        protocol: 'TCP',
        allowed: true,
        egress: side,
        ingress: side,
      };
    }),
  );
}

/** The node of an end: always the same one for the same name and side. */
function nodesOf({ previous, present, objects }: ClusterReport) {
  const [was, now] = [endsOf(previous), endsOf(present)];
  const changed = new Set(
    objects.flatMap(({ change, object: { kind, namespace, name } }) =>
      change === 'changed' ? [`${kind} ${namespace}/${name}`] : [],
    ),
  );
  const changeOf = ({ name, workload }: ConnectedEnd): GraphNode['change'] => {
    if (previous === undefined) return undefined;
    if (!was.has(name)) return 'added';
    if (!now.has(name)) return 'removed';
    return changed.has(`${workload} ${name}`) ? 'changed' : undefined;
  };
  const nodes = new Map<string, GraphNode>();
  return (name = '', side: 'source' | 'destination'): GraphNode | undefined => {
    const end = now.get(name) ?? was.get(name);
    if (end === undefined) return undefined;
    const isOutside = end.namespace === undefined;
    const key = isOutside ? `${side} ${name}` : name;
    const node = nodes.get(key) ?? { end, side: isOutside ? side : undefined, change: changeOf(end) };
    nodes.set(key, node);
    return node;
  };
}

function endsOf(picture: ClusterReport['present']): ReadonlyMap<string, ConnectedEnd> {
  return new Map(picture?.ends.map((end) => [end.name, end]));
}

/** `any` stands for all pods of a namespace that no policy selects. */
function isStranger(name: string): boolean {
  return name.endsWith('/any');
}
