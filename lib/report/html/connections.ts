import { type ConnectionSide, targetText } from '../changes/connections';
import type { ComparedConnection } from './compared-connections';
import { type Html, html } from './html';
import { matrix } from './matrix';
import { mark, table } from './table';

/**
 * The number of connections of a cluster up to which denied ones are part of the page: 5,000 are a megabyte, and 50 projects
 * have 30,000.
 */
const MOST = 5000;

/** Who reaches whom: the matrix, and each connection with the reason that it is allowed or denied. */
export function reachability(cluster: string, connections: readonly ComparedConnection[]): Html {
  if (connections.length <= MOST)
    return html`${matrix(cluster, connections)}${connectionTable(cluster, connections)}`;
  const shown = connections.filter(({ allowed, change }) => allowed || change !== undefined);
  return html`<p>${connections.length - shown.length} denied connections are left out of this page: the report in JSON has them.</p>
${connectionTable(cluster, shown)}`;
}

function connectionTable(cluster: string, connections: readonly ComparedConnection[]): Html {
  const rows = connections.map((connection) => {
    const { from, allowed, change, egress, ingress, isPrevious } = connection;
    const time = isPrevious ? 'before: ' : '';
    return {
      cells: [
        from,
        targetText(connection),
        html`${allowed ? 'yes' : 'no'}${mark(change)}`,
        `${time}${sideText(egress)}`,
        `${time}${sideText(ingress)}`,
      ],
      classes: `connection ${allowed ? 'allowed' : 'denied'}${change === undefined ? '' : ' changed'}`,
    };
  });
  return table(
    `Who reaches whom in ${cluster}`,
    ['From', 'To', 'Allowed', 'Outgoing (egress)', 'Incoming (ingress)'],
    rows,
  );
}

function sideText({ allowed, policies, reasons }: ConnectionSide): string {
  const by = policies.join(', ');
  if (!allowed) return `denied: ${by} ${policies.length === 1 ? 'has' : 'have'} no rule for it`;
  if (policies.length === 0) return 'allowed: no policy applies';
  return `allowed by ${by}${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}`;
}
