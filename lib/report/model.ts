import type { Consequence } from './consequence';
import type { ObjectChange, PreviewChange } from './object-change';
import type { ClusterPicture } from './picture';

/** A file of dist/ that is not for `kubectl apply`, such as the configuration of kubeadm. */
export interface PlainFileChange {
  readonly change: ObjectChange['change'];
  readonly file: string;
}

/** The changes of one cluster and their consequences. */
export interface ClusterReport {
  readonly name: string;
  /** Objects besides those of previews. */
  readonly objects: readonly ObjectChange[];
  readonly previews: readonly PreviewChange[];
  readonly files: readonly PlainFileChange[];
  /** In the order of {@link TOPICS}, the important ones of a topic first. */
  readonly consequences: readonly Consequence[];
  /** The state in the commit with which the tree is compared; undefined without a comparison, and for a new cluster. */
  readonly previous: ClusterPicture | undefined;
  /** The present tree; undefined for a cluster that is removed. */
  readonly present: ClusterPicture | undefined;
}

/** The tree with which the present one is compared. */
export interface Against {
  readonly ref: string;
  readonly commit: string;
  /**
   * The reason why the configuration of the commit is unknown: nodes, networks, accepted risks and expected Secrets are those
   * of the present tree on both sides; undefined if it is known.
   */
  readonly configurationProblem?: string;
}

/** What `npm run report` knows: plain data, which every format renders. */
export interface Report {
  /** Undefined without `--against`. */
  readonly against: Against | undefined;
  readonly clusters: readonly ClusterReport[];
}
