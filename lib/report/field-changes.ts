import { parseQuantity } from '../kube/quantity';
import { differences, flatten } from '../live/flatten';

/** A field that differs in meaning. */
export interface FieldChange {
  /** Such as `spec.template.spec.containers[app].image`. */
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

/** Lists of texts whose order has no meaning. */
const SETS: ReadonlySet<string> = new Set([
  'accessModes',
  'add',
  'apiGroups',
  'dnsNames',
  'drop',
  'except',
  'hostnames',
  'hosts',
  'nonResourceURLs',
  'policyTypes',
  'resourceNames',
  'resources',
  'values',
  'verbs',
]);

/** The fields that contain quantities. */
const QUANTITY =
  /(^|\.)(requests|limits|hard|capacity|min|max|default|defaultRequest|maxLimitRequestRatio)(\.|\[)|\.(sizeLimit|storage|divisor)$/;

/**
 * The fields of an object that differ in meaning, sorted by path.
 *
 * Items of lists are found by their names, the order of a set of texts has no meaning, and quantities are compared by
 * their values: `1000m` is `1`.
 */
export function fieldChanges(before: object, after: object): FieldChange[] {
  const [was, now] = [flatten(withSets(before)), flatten(withSets(after))];
  return differences(was, now).flatMap((path): FieldChange[] => {
    const [old, value] = [was.get(path), now.get(path)];
    if (QUANTITY.test(path) && isSameQuantity(old, value)) return [];
    const lines = changedLines(old, value);
    if (lines) return [{ path, lines }];
    return [{ path, ...(was.has(path) && { before: old }), ...(now.has(path) && { after: value }) }];
  });
}

/** Whether two values mean the same. */
export function isSameMeaning(before: unknown, after: unknown): boolean {
  return fieldChanges({ value: before ?? {} }, { value: after ?? {} }).length === 0;
}

/**
 * The object with sets of texts as mappings, so that their order has no meaning, and with empty lists and mappings as
 * texts: in a selector, an empty mapping means everything.
 */
function withSets(value: unknown, key = ''): unknown {
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
    return Array.isArray(value) ? '[]' : '{}';
  if (Array.isArray(value)) {
    const isSet = SETS.has(key) && value.every((item) => typeof item === 'string');
    if (isSet) return Object.fromEntries(value.map((item: string) => [item, true]));
    return value.map((item) => withSets(item));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSets(member, name)]));
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
  return { added: without(now, was), removed: without(was, now) };
}

/** The number of lines that other lines do not contain. A repeated line counts as often as it is repeated. */
function without(lines: readonly string[], others: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  }).length;
}
