import type { ClusterIndex } from '../../checks/engine/cluster-index';
import type { Consequence } from '../consequence';

/** Compares two states of a cluster. It reads nothing else. */
export type Comparison = (before: ClusterIndex, after: ClusterIndex) => readonly Consequence[];

/** The entries of a mapping whose keys another one does not have. */
export function difference<Value>(
  mapping: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
): [string, Value][] {
  return [...mapping].filter(([key]) => !other.has(key));
}
