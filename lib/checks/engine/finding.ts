import type { ClusterIndex } from './cluster-index';
import type { KubeObject, ObjectName } from './kube-object';

/** A violation of a rule. */
export interface Finding {
  /** The object; undefined if the finding is about the whole cluster. */
  readonly object?: KubeObject;
  /** The path of the field in the object, such as `spec.template.spec.containers[0].image`. */
  readonly field?: string;
  /** The value of the field. */
  readonly value?: unknown;
  /** The problem and the remedy: `Service shop/web not found: create it, or use one of api, db`. */
  readonly problem: string;
  /** An error stops the synth; a warning is printed. @default 'error' */
  readonly severity?: 'error' | 'warning';
}

/** The maximum length of a value in a message. */
const MAX_VALUE_LENGTH = 80;

/** The maximum number of names in a message. */
const MAX_NAMES = 6;

/** A finding as one line: construct path, file, object, field, value, problem, remedy, rule. */
export function describeFinding(cluster: ClusterIndex, rule: string, finding: Finding): string {
  const { object, field, value, problem } = finding;
  const where = object ? [object.path, object.file, objectName(object)] : [cluster.facts.name];
  if (field !== undefined) where.push(value === undefined ? field : `${field} is ${show(value)}`);
  return `${where.join(': ')}: ${problem} [${rule}]`;
}

/** An object in a message: `Service shop/web`, or without a namespace `ClusterRole web`. */
export function objectName({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** A value as JSON, shortened to {@link MAX_VALUE_LENGTH} characters. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH - 1)}…` : text;
}

/** Names in a message: sorted, at most {@link MAX_NAMES} of them. */
export function list(names: Iterable<string>): string {
  const sorted = [...new Set(names)].sort();
  const more = sorted.length - MAX_NAMES;
  return more > 0 ? `${sorted.slice(0, MAX_NAMES).join(', ')} and ${more} more` : sorted.join(', ');
}

/** The end of a remedy that offers the known names: `, or use one of api, db`; empty if there are none. */
export function orUse(names: Iterable<string>): string {
  const known = list(names);
  return known && `, or use one of ${known}`;
}
