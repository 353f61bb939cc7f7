import { createHash } from 'node:crypto';
import { readSourceFile } from '../../../imports/read-source-file';
import type { ClusterReport, Report } from '../model';
import { overview, unknownConfiguration } from '../overview';
import { capacityPart } from './capacity';
import { changedObjects, consequences } from './changes';
import { comparedConnections } from './compared-connections';
import { reachability } from './connections';
import { findingTable } from './findings';
import { hostTable } from './hosts';
import { Html, html } from './html';
import { table } from './table';
import { type Draw, loadGraphviz, topology } from './topology';

/**
 * A report as one HTML page. It requires no network: its policy refuses every request and every script but its own.
 *
 * @see https://www.w3.org/TR/CSP3/#csp-header
 */
export async function htmlPage(report: Report): Promise<string> {
  const draw = await loadGraphviz();
  const style = readSourceFile('lib/report/html/page.css');
  const script = readSourceFile('lib/report/html/page.browser.js');
  const hash = createHash('sha256').update(script).digest('base64');
  const { against, clusters } = report;
  const title = against === undefined ? 'The clusters' : 'What this change does';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${against && html`<p>Compared with <code>${against.ref}</code> (${against.commit.slice(0, 12)}).${unknownConfiguration(against)}</p>\n`}</header>
<form id="controls" role="search" hidden>
<label for="filter">Filter</label> <input id="filter" type="search" autocomplete="off" spellcheck="false">
<label for="verdicts">Connections</label> <select id="verdicts">
${against && html`<option value="changed">changed</option>\n`}<option value="allowed" selected>allowed</option>
<option value="denied">denied</option>
<option value="all">all</option>
</select> <output id="status" aria-live="polite"></output>
</form>
<main>
${overviewTable(report)}
${clusters.map((cluster) => clusterPart(cluster, against !== undefined, draw))}</main>
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

function overviewTable({ clusters, against }: Report): Html {
  const [headings, rows] = overview(clusters, against !== undefined);
  const linked = rows.map(([name = '', ...cells]) => ({
    cells: [html`<a href="#${name}">${name}</a>`, ...cells],
  }));
  return html`<nav aria-label="Clusters">${table('Clusters', headings, linked)}</nav>`;
}

function clusterPart(cluster: ClusterReport, isComparison: boolean, draw: Draw): Html {
  const { name } = cluster;
  const connections = comparedConnections(cluster);
  return html`<section id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${name}</h2>
${isComparison && part('Summary', cluster.consequences.length > 0 ? consequences(cluster) : html`<p>Nothing changes.</p>`)}
${part('Topology', topology(cluster, connections, draw))}
${part('Who reaches whom', reachability(name, connections))}
${part('Hosts and certificates', hostTable(cluster))}
${part('Quotas and nodes', capacityPart(cluster))}
${isComparison && part('Changed objects', changedObjects(cluster))}
${part('Findings', findingTable(cluster))}
</section>
`;
}

function part(title: string, content: Html): Html {
  return html`<details open class="part"><summary><h3>${title}</h3></summary>
${content}</details>`;
}
