import type { NodePool } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Entry, Ledger } from './ledger';
import { priorityOf } from './priority';

/** The situation after the loss of a node. */
export interface NodeLoss {
  /** The name of the pool that has one node less. */
  readonly pool: string;
  readonly nodes: readonly NodePool[];
  /** The pod templates whose pods must still fit: those without a negative priority. */
  readonly entries: readonly Entry[];
}

/**
 * The losses of a node of each pool that pods must survive. An autoscaler replaces a node of its pool, and the pods of a
 * single node have no other one.
 */
export function nodeLosses(cluster: ClusterIndex): NodeLoss[] {
  const { nodes } = cluster.facts;
  const ledger = Ledger.of(cluster);
  if (ledger.nodes('maximum') === 1) return [];
  const entries = ledger.entries.filter(({ workload }) => priorityOf(cluster, workload) >= 0);
  return nodes.filter(isFixed).map((pool) => {
    const count = pool.count - 1;
    const left = nodes.map((other) => (other === pool ? { ...pool, count, maxCount: count } : other));
    return { pool: pool.name, nodes: left, entries };
  });
}

function isFixed({ count, maxCount = count }: NodePool): boolean {
  return maxCount === count;
}
