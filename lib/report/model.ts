import type { Consequence } from './consequence';
import type { FieldChange } from './field-changes';
import type { ClusterPicture } from './picture';

/** The name of an object. */
export interface ChangedObject {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** The path of its file below dist/. */
  readonly file: string;
}

/** An object that was added, changed or removed. */
export interface ObjectChange {
  readonly change: 'added' | 'changed' | 'removed';
  readonly object: ChangedObject;
  /** The fields that differ in meaning; empty unless the object is changed. */
  readonly fields: readonly FieldChange[];
}

/** Previews that changed in the same way. */
export interface PreviewChange {
  readonly change: ObjectChange['change'];
  readonly count: number;
  /** The namespaces of some of them, sorted. */
  readonly examples: readonly string[];
  /** The changes of each of them, with `*` for its id; empty unless the previews are changed. */
  readonly objects: readonly ObjectChange[];
}

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
  /** The present tree; undefined for a cluster that is removed. */
  readonly present: ClusterPicture | undefined;
}

/** What `npm run report` knows: plain data, which every format renders. */
export interface Report {
  /** The tree with which the present one is compared; undefined without `--against`. */
  readonly against: { readonly ref: string; readonly commit: string } | undefined;
  readonly clusters: readonly ClusterReport[];
}
