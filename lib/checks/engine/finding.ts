import type { ClusterIndex } from './cluster-index';
import { groupBy } from './group-by';
import type { KubeObject, ObjectName } from './kube-object';

/** A violation of a rule. */
export interface Finding {
  /** The object; undefined if the finding is about the whole cluster. */
  readonly object?: KubeObject;
  /** The path of the field in the object, such as `spec.template.spec.containers[0].image`. */
  readonly field?: string;
  /** The value of the field. */
  readonly value?: unknown;
  /**
   * The problem and the remedy: `Service shop/web not found: create it, or use one of api, db`.
   *
   * Warnings of one rule with the same problem are printed as one line.
   */
  readonly problem: string;
  /** An error stops the synth; a warning is printed. @default 'error' */
  readonly severity?: 'error' | 'warning';
}

/** The maximum length of a value in a message. */
const MAX_VALUE_LENGTH = 80;

/** The maximum number of names in a message. */
const MAX_NAMES = 6;

/** A finding with its rule and its cluster. */
export interface Report {
  readonly cluster: ClusterIndex;
  readonly rule: string;
  readonly finding: Finding;
}

/** A finding as one line: construct path, file, object, field, value, problem, remedy, rule. */
export function describeFinding(report: Report): string {
  return `${placesOf([report])}: ${problemOf(report)}`;
}

/** A finding without its place and its rule: object, field, value, problem, remedy. */
export function messageOf(report: Report): string {
  const { object, problem } = report.finding;
  const parts = [object ? objectName(object) : report.cluster.facts.name, fieldOf(report), problem];
  return parts.filter((text) => text !== '').join(': ');
}

/**
 * Warnings as sorted lines, one for each cause.
 *
 * Warnings of one rule with the same problem have one cause, also in different clusters. Their line lists the paths of the
 * constructs. The field follows the list, or each path if the fields or their values differ.
 */
export function describeWarnings(warnings: readonly Report[]): string[] {
  return [...groupBy(warnings, problemOf)]
    .map(([problem, reports]) => `${placesOf(reports)}: ${problem}`)
    .sort();
}

function problemOf({ cluster, rule, finding }: Report): string {
  const { kind, name, namespace } = finding.object ?? {};
  const copies = cluster.copiesOf((kind === 'Namespace' ? name : namespace) ?? '').length;
  const have = copies === 1 ? 'namespace has' : 'namespaces have';
  const more = copies === 0 ? '' : ` (${copies} more ${have} the same object)`;
  return `${finding.problem}${more} [${rule}]`;
}

function placesOf(reports: readonly Report[]): string {
  const paths = new Set(reports.map(pathOf));
  const fields = [...new Set(reports.map(fieldOf))];
  if (paths.size > 1 && fields.length > 1)
    return list(reports.map((report) => `${pathOf(report)} ${fieldOf(report)}`.trim()));
  const where = paths.size > 1 ? [list(paths)] : reports.slice(0, 1).flatMap(objectOf);
  return [...where, fields.join(', ')].filter((text) => text !== '').join(': ');
}

function objectOf(report: Report): string[] {
  const { object } = report.finding;
  return object ? [object.path, object.file, objectName(object)] : [pathOf(report)];
}

function pathOf({ cluster, finding }: Report): string {
  return finding.object?.path ?? cluster.facts.name;
}

/** The field with its value; empty if the finding has none. */
function fieldOf({ finding: { field = '', value } }: Report): string {
  return value === undefined ? field : `${field} is ${show(value)}`;
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
