import type { FieldChange } from './field-changes';

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

/** Previews in which the same fields changed. */
export interface PreviewChange {
  readonly change: ObjectChange['change'];
  readonly count: number;
  /** The namespaces of some of them, sorted. */
  readonly examples: readonly string[];
  /** The changes of each of them, with `*` for its id; empty unless the previews are changed. */
  readonly objects: readonly ObjectChange[];
}
