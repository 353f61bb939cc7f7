import { type Connection, targetText } from '../changes/connections';
import type { ClusterReport } from '../model';

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
