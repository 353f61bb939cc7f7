/** The ranks of keys that are not in alphabetical order. Other keys have rank 0. */
type KeyOrder = ReadonlyMap<string, number>;

const DOCUMENT = keyOrder(['apiVersion', 'kind', 'metadata', 'type', 'spec', 'data'], ['status']);
const METADATA = keyOrder(['name', 'generateName', 'namespace', 'labels', 'annotations']);
const LIST_ITEM = keyOrder(['name']);
const CONTAINER = keyOrder([
  'name',
  'image',
  'command',
  'args',
  'ports',
  'env',
  'envFrom',
  'resources',
  'volumeMounts',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'securityContext',
]);

const CONTAINER_LISTS = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** The position of an object in its document. */
export interface KeyPlace {
  /** The key of the object, or of the list that contains it; `undefined` for a document. */
  readonly key: string | undefined;
  /** Whether the object is an item of a list. */
  readonly inList: boolean;
}

/**
 * The keys of an object in Kubernetes' conventional order.
 *
 * Documents begin with `apiVersion`, `kind` and `metadata`, metadata and list items with `name`, containers with `name`
 * and `image`. All other keys, for example labels and ConfigMap entries, are sorted by UTF-16 code units: the order
 * depends neither on the locale nor on the order of insertion.
 */
export function orderedKeys(object: object, place: KeyPlace): string[] {
  const keys = Object.keys(object);
  const order = orderOf(object, place);
  if (order === undefined) return keys.sort();
  return keys.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0) || (a < b ? -1 : 1));
}

function orderOf(object: object, { key, inList }: KeyPlace): KeyOrder | undefined {
  if (key === undefined && !inList) return DOCUMENT;
  if (!inList) return key === 'metadata' ? METADATA : undefined;
  if (key !== undefined && CONTAINER_LISTS.has(key)) return CONTAINER;
  // Items of a List and volumeClaimTemplates are documents, too: their names are in their metadata.
  return !Object.hasOwn(object, 'name') && Object.hasOwn(object, 'metadata') ? DOCUMENT : LIST_ITEM;
}

function keyOrder(first: readonly string[], last: readonly string[] = []): KeyOrder {
  return new Map([
    ...first.map((key, index): [string, number] => [key, index - first.length]),
    ...last.map((key, index): [string, number] => [key, index + 1]),
  ]);
}
