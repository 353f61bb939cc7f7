import { targetText } from '../changes/connections';
import type { ComparedConnection } from './compared-connections';
import { type Html, html } from './html';

/** A row for each source, and a column for each destination. A click on a cell shows its connection in the table below. */
export function matrix(cluster: string, connections: readonly ComparedConnection[]): Html {
  const sources = [...new Set(connections.map(({ from }) => from))].sort();
  const targets = [...new Set(connections.map(targetText))].sort();
  const cells = new Map(connections.map((one) => [`${one.from} ${targetText(one)}`, one]));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of ${cluster}"><table class="matrix">
<caption>From the rows to the columns</caption>
<thead><tr><td></td>${targets.map((target) => html`<th scope="col"><span>${target}</span></th>`)}</tr></thead>
<tbody>
${sources.map(
  (source) =>
    html`<tr><th scope="row">${source}</th>${targets.map((target) => cell(cells.get(`${source} ${target}`)))}</tr>\n`,
)}</tbody></table></div>
`;
}

function cell(connection: ComparedConnection | undefined): Html {
  if (connection === undefined) return html`<td></td>`;
  const { allowed, change } = connection;
  return html`<td class="${allowed ? 'allowed' : 'denied'} ${change}">${allowed ? 'yes' : 'no'}</td>`;
}
