import type { ClusterIndex } from './cluster-index';
import type { Finding } from './finding';

/** What a run of the checks is told beside the objects. */
export interface CheckOptions {
  /**
   * The day against which end-of-support dates are held.
   *
   * @default none, and no date is checked
   */
  readonly today?: Date;
}

/** What the rules are grouped by, in `docs/checks.md`. */
export type RuleGroup = 'objects' | 'references' | 'capacity' | 'isolation' | 'security' | 'dates';

/**
 * One thing that must hold in every cluster.
 *
 * A rule looks at one cluster's rendered objects and returns all that it finds. It must take time in proportion to the
 * objects: whatever it looks up, it looks up in the index. It is listed in `rules/index.ts`, and nowhere else.
 */
export interface Rule {
  /** Short and stable: exceptions name it. */
  readonly id: string;
  readonly group: RuleGroup;
  /** What must hold, as a sentence. */
  readonly title: string;
  /** What happens in a cluster where it does not hold, as a sentence. */
  readonly protects: string;
  check(cluster: ClusterIndex, options: CheckOptions): Iterable<Finding>;
}
