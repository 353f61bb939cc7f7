import { parseQuantity } from '../kube/quantity';
import { keyOf } from '../live/flatten';
import { pairs, without } from './list-pairs';

/** A field that differs in meaning. */
export interface FieldChange {
  /** Such as `spec.template.spec.containers[app].image`. Items of a list without an order have the path of the list. */
  readonly path: string;
  /** Undefined if the field is new. Texts of several lines are not repeated: see {@link lines}. */
  readonly before?: unknown;
  /** Undefined if the field is removed. */
  readonly after?: unknown;
  /** The lines that differ in a text of several lines. */
  readonly lines?: { readonly added: number; readonly removed: number };
  /** Whether the values are left out, because they differ between the previews that change. @default false */
  readonly varies?: boolean;
}

/**
 * Lists whose order has no meaning. The schemas in imports/ do not say so of most of them: they are replaced as a whole.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
const UNORDERED: ReadonlySet<string> = new Set([
  'accessModes',
  'add',
  'apiGroups',
  'apiVersions',
  'audiences',
  'dnsNames',
  'dnsZones',
  'drop',
  'egress',
  'except',
  'externalIPs',
  'finalizers',
  'from',
  'hostnames',
  'hosts',
  'ingress',
  'loadBalancerSourceRanges',
  'matchExpressions',
  'matchLabelKeys',
  'metrics',
  'namespaces',
  'nonResourceURLs',
  'operations',
  'policyTypes',
  'ports',
  'resourceNames',
  'resources',
  'subjects',
  'to',
  'tolerations',
  'usages',
  'values',
  'verbs',
]);

/** The fields that contain quantities. */
const QUANTITY =
  /(^|\.)(requests|limits|hard|capacity|min|max|default|defaultRequest|maxLimitRequestRatio)(\.|\[)|\.(sizeLimit|storage|divisor)$/;

/**
 * The fields of an object that differ in meaning, sorted by path. A new field or item is one change, whatever it contains.
 *
 * Items of lists are found by their names, or by their content; in some lists, the order has no meaning. Quantities are
 * compared by their values: `1000m` is `1`.
 */
export function fieldChanges(before: object, after: object): FieldChange[] {
  return changesOf('', '', before, after).sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/** Whether two values mean the same. */
export function isSameMeaning(before: unknown, after: unknown): boolean {
  return changesOf('', '', before, after).length === 0;
}

/** @param name the last field of the path */
function changesOf(path: string, name: string, before: unknown, after: unknown): FieldChange[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return itemChanges(path, name, before, after);
  if (isMapping(before) && isMapping(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((key) => {
      return changesOf(path === '' ? key : `${path}.${key}`, key, before[key], after[key]);
    });
  }
  if (QUANTITY.test(path) && isSameQuantity(before, after)) return [];
  const lines = changedLines(before, after);
  if (lines) return [{ path, lines }];
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function itemChanges(
  path: string,
  name: string,
  before: readonly unknown[],
  after: readonly unknown[],
): FieldChange[] {
  const key = keyOf(before, after);
  if (key !== undefined) {
    const byKey = (items: readonly unknown[]) => {
      return new Map(items.map((item) => [`${(item as Record<string, unknown>)[key]}`, item]));
    };
    const [was, now] = [byKey(before), byKey(after)];
    return [...new Set([...was.keys(), ...now.keys()])].flatMap((id) =>
      changesOf(`${path}[${id}]`, '', was.get(id), now.get(id)),
    );
  }
  const isUnordered = UNORDERED.has(name);
  const differing = pairs(before, after, isUnordered);
  const isSet = isUnordered && [...before, ...after].every((item) => !isMapping(item));
  if (!isSet) return differing.flatMap(([old, item, index]) => changesOf(`${path}[${index}]`, '', old, item));
  return [
    ...differing.flatMap(([old]) => changesOf(path, '', old, undefined)),
    ...differing.flatMap(([, item]) => changesOf(path, '', undefined, item)),
  ];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSameQuantity(before: unknown, after: unknown): boolean {
  try {
    return parseQuantity(`${before}`) === parseQuantity(`${after}`);
  } catch {
    return false;
  }
}

/** The numbers of lines that differ between two texts, at least one of which has several lines. */
function changedLines(before: unknown, after: unknown): FieldChange['lines'] {
  const texts = [before ?? '', after ?? ''];
  if (!texts.every((text) => typeof text === 'string') || !texts.some((text) => `${text}`.includes('\n')))
    return undefined;
  const [was = [], now = []] = texts.map((text) => `${text}`.split('\n').filter((line) => line !== ''));
  return { added: without(now, was, String).length, removed: without(was, now, String).length };
}
