import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { groupBy } from '../../checks/engine/group-by';
import { counted } from '../../kube/text';
import { targetText } from '../changes/connections';
import type { ConnectedEnd } from '../changes/ends';
import type { ClusterReport } from '../model';
import type { ComparedConnection } from './compared-connections';
import { type GraphEdge, type GraphNode, graphOf } from './graph';
import { Html, html } from './html';

/** Draws a graph in the language of Graphviz as SVG. */
export type Draw = (dot: string) => string;

/**
 * Graphviz, compiled to WebAssembly.
 *
 * @see https://hpcc-systems.github.io/hpcc-js-wasm/graphviz/src/graphviz/classes/Graphviz.html
 */
export async function loadGraphviz(): Promise<Draw> {
  const graphviz = await Graphviz.load();
  return (dot) => graphviz.dot(dot);
}

/** A picture of the connections of a cluster. The filter of the page finds its nodes and edges by their titles. */
export function topology(
  cluster: ClusterReport,
  connections: readonly ComparedConnection[],
  draw: Draw,
): Html {
  const { edges, common } = graphOf(cluster, connections);
  if (edges.length === 0) return html`<p>No connection is known.</p>\n`;
  const omitted = [...common].map(([to, sources]) => `${to}, which ${counted(sources, 'end')} can reach`);
  return html`<div class="scroll topology" tabindex="0" role="region" aria-label="Picture of ${cluster.name}">
${picture(cluster.name, edges, draw)}</div>
<p class="legend">×2–5: the number of pods, at the minimum and at the autoscaler's maximum.
Dashed: a connection that the change closes; thick: one that it opens.
Not drawn: ${[...omitted, 'pods that no policy selects'].join('; ')}.</p>
`;
}

function picture(cluster: string, edges: readonly GraphEdge[], draw: Draw): Html {
  const nodes = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const ids = new Map(nodes.map((node, index) => [node, `n${index}`]));
  const titles = new Map(nodes.map((node, index) => [`n${index}`, node.end.name]));
  const nodeText = (node: GraphNode) => {
    const id = ids.get(node) ?? '';
    const shape = node.side === undefined ? '' : ' shape=ellipse';
    return `${id} [label=${quoted(labelOf(node.end))} id=${quoted(`${cluster}-${id}`)} class=${quoted(node.change ?? '')}${shape}]`;
  };
  const namespaces = [...groupBy(nodes, ({ end }) => end.namespace)].map(([namespace, members], index) => {
    if (namespace === undefined) return members.map(nodeText).join('\n');
    const id = quoted(`${cluster}-ns${index}`);
    return `subgraph cluster_${index} {label=${quoted(namespace)} id=${id}\n${members.map(nodeText).join('\n')}\n}`;
  });
  const arrows = edges.map(({ from, to, connections }, index) => {
    const key = `${ids.get(from)}->${ids.get(to)}`;
    titles.set(key, titleOf(connections));
    const change = connections.find((one) => one.change !== undefined)?.change ?? '';
    const ports = [...new Set(connections.map(({ port }) => port))].join(', ');
    return `${key} [label=${quoted(ports)} id=${quoted(`${cluster}-e${index}`)} class=${quoted(change)}]`;
  });
  const svg = draw(`digraph {
graph [id=${quoted(`${cluster}-picture`)} rankdir=LR bgcolor=transparent nodesep=0.15 ranksep=0.8 fontname=Helvetica fontsize=12]
node [fontname=Helvetica fontsize=12 height=0.3 shape=box style=rounded]
edge [fontname=Helvetica fontsize=9 arrowsize=0.6]
${[...namespaces, ...arrows].join('\n')}
}`);
  return titled(svg, cluster, titles);
}

/** The SVG element of Graphviz' output, with the titles of the page instead of the names of nodes. */
function titled(svg: string, cluster: string, titles: ReadonlyMap<string, string>): Html {
  const element = svg.slice(svg.indexOf('<svg')).replace(/<!--[\s\S]*?-->\n?/g, '');
  const named = element.replace(/<title>([^<]*)<\/title>/g, (_, name: string) => {
    const title = titles.get(name.replace('&#45;&gt;', '->'));
    return title === undefined ? '' : html`<title>${title}</title>`.text;
  });
  return new Html(
    named.replace('<svg ', html`<svg role="group" aria-label="Connections of ${cluster}" `.text),
  );
}

function labelOf({ name, namespace, replicas }: ConnectedEnd): string {
  const short = namespace === undefined ? name : name.slice(name.indexOf('/') + 1);
  if (replicas === undefined || replicas.maximum === 0) return short;
  const { minimum, maximum } = replicas;
  return `${short} ×${minimum === maximum ? minimum : `${minimum}–${maximum}`}`;
}

/** The title of an edge: every port, with the reasons of its policies. */
function titleOf(connections: readonly ComparedConnection[]): string {
  const [{ from = '', to = '' } = {}] = connections;
  const lines = connections.map((one) => {
    const reasons = [...new Set([...one.ingress.reasons, ...one.egress.reasons])].join(', ');
    return `${one.change === undefined ? '' : `${one.change}: `}${targetText(one)}${reasons === '' ? '' : `: ${reasons}`}`;
  });
  return [`${from} to ${to}`, ...lines].join('\n');
}

/** A text in the language of Graphviz, which replaces character references. */
function quoted(text: string): string {
  return `"${text.replace(/&/g, '&amp;').replace(/["\\]/g, '\\$&')}"`;
}
