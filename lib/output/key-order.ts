/** Ranks of the keys that do not stand in alphabetical order; a key without one has rank 0. */
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

/** Where an object stands in its document. */
export interface KeyPlace {
  /** The key under which the object, or the list that holds it, stands; `undefined` for a document. */
  readonly key: string | undefined;
  /** Whether the object is an item of a list. */
  readonly inList: boolean;
}

/**
 * The keys of an object in Kubernetes' customary order.
 *
 * Documents begin with `apiVersion`, `kind`, `metadata`, metadata and list items with `name`, containers with
 * `name` and `image`. All else, labels and ConfigMap entries among it, is sorted by UTF-16 code units, so that
 * the order depends neither on the locale nor on how the object was put together.
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
  // Items of a List and volumeClaimTemplates are documents too; their name is in their metadata.
  return !Object.hasOwn(object, 'name') && Object.hasOwn(object, 'metadata') ? DOCUMENT : LIST_ITEM;
}

function keyOrder(first: readonly string[], last: readonly string[] = []): KeyOrder {
  return new Map([
    ...first.map((key, index): [string, number] => [key, index - first.length]),
    ...last.map((key, index): [string, number] => [key, index + 1]),
  ]);
}
