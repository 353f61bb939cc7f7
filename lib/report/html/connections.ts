import { type Connection, type ConnectionSide, targetText } from '../changes/connections';
import type { ClusterReport } from '../model';
import { type Html, html } from './html';
import { mark, table } from './table';

/** A connection, and what the change does to it. */
export interface ComparedConnection extends Connection {
  readonly change?: 'opened' | 'closed';
  /** Whether an end of it is removed: its sides are those of the previous state. @default false */
  readonly isPrevious?: boolean;
}

/** The connections of the present state, and those that are closed because an end of them is removed. */
export function comparedConnections({ previous, present }: ClusterReport): ComparedConnection[] {
  const now = present?.connections ?? [];
  if (previous === undefined) return [...now];
  const was = new Map(previous.connections.map((one) => [keyOf(one), one]));
  const known = new Set(now.map(keyOf));
  const gone = [...was.values()].filter((one) => one.allowed && !known.has(keyOf(one)));
  return [
    ...now.map((one): ComparedConnection => {
      const before = was.get(keyOf(one))?.allowed ?? false;
      return before === one.allowed ? one : { ...one, change: one.allowed ? 'opened' : 'closed' };
    }),
    ...gone.map(
      (one): ComparedConnection => ({ ...one, allowed: false, change: 'closed', isPrevious: true }),
    ),
  ];
}

function keyOf(connection: Connection): string {
  return `${connection.from} -> ${targetText(connection)}`;
}

/** Who reaches whom: each connection with the reason that it is allowed or denied. */
export function connectionTable(cluster: string, connections: readonly ComparedConnection[]): Html {
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
