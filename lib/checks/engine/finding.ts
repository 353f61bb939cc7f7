import type { ClusterIndex } from './cluster-index';
import type { KubeObject } from './kube-object';

/** An error stops the synth; a warning is printed. */
export type Severity = 'error' | 'warning';

/** One thing that a rule found. */
export interface Finding {
  /** The object that it is about; undefined where it is about the cluster as a whole. */
  readonly object?: KubeObject;
  /** Where in the object, such as `spec.template.spec.containers[0].image`. */
  readonly field?: string;
  /** What stands there. */
  readonly value?: unknown;
  /** What is wrong and what to do: `no Service of that name in shop: make it, or name one of web, db`. */
  readonly problem: string;
  /** @default 'error' */
  readonly severity?: Severity;
}

/** How much of a value a message shows. */
const LONGEST_VALUE = 80;

/** How many names a message lists. */
const LONGEST_LIST = 6;

/** A finding as one line: construct path, file, object, field, value, what is wrong and what to do, rule. */
export function describeFinding(cluster: ClusterIndex, rule: string, finding: Finding): string {
  const { object, field, value, problem } = finding;
  const where = object ? [object.path, object.file, objectName(object)] : [cluster.facts.name];
  if (field !== undefined) where.push(value === undefined ? field : `${field} is ${show(value)}`);
  return `${where.join(': ')}: ${problem} [${rule}]`;
}

/** An object as people name it: `Service shop/web`, or without a namespace `ClusterRole web`. */
export function objectName({ kind, namespace, name }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** A value as JSON, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** Names in a message: sorted, the first few of many, `none` where there are none. */
export function list(names: Iterable<string>): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return 'none';
  const more = sorted.length - LONGEST_LIST;
  return more > 0 ? `${sorted.slice(0, LONGEST_LIST).join(', ')} and ${more} more` : sorted.join(', ');
}
