import type { ClusterIndex } from './cluster-index';
import type { Finding } from './finding';

/** The options of a run of the checks. */
export interface CheckOptions {
  /**
   * The date against which end-of-support dates are checked.
   *
   * @default none: dates are not checked
   */
  readonly today?: Date;
  /** The objects whose immutable fields may change, as `KIND/NAMESPACE/NAME` or `KIND/NAME`. @default none */
  readonly replace?: readonly string[];
}

/** The section of a rule in `docs/checks.md`. */
export type RuleGroup = 'objects' | 'references' | 'capacity' | 'isolation' | 'security' | 'dates';

/**
 * A requirement that every cluster must satisfy.
 *
 * A rule checks the rendered objects of one cluster and returns all findings. It must take time in proportion to the
 * objects: it looks up other objects in the index. `rules/index.ts` lists all rules.
 */
export interface Rule {
  /** Short and stable: accepted risks refer to it. */
  readonly id: string;
  readonly group: RuleGroup;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** The consequence of a violation in a cluster, as a sentence. */
  readonly protects: string;
  check(cluster: ClusterIndex, options: CheckOptions): Iterable<Finding>;
}
