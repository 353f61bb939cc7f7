/** The values of an object by their paths, such as `spec.template.spec.containers[app].image`. */
export type FlatObject = ReadonlyMap<string, unknown>;

/** The fields that identify the items of a list, the most specific first. */
const KEYS = ['mountPath', 'name', 'containerPort', 'port', 'key', 'type', 'ip', 'host'];

/** Fields that the API server or kubectl sets. */
const IGNORED =
  /^(status|metadata\.(managedFields|resourceVersion|generation|uid|creationTimestamp|selfLink))(\.|\[|$)|kubectl\.kubernetes\.io\/last-applied-configuration/;

/**
 * The values of an object by their paths, without those that the API server sets.
 *
 * An item of a list has the value of its key in the path, so that another order is no difference.
 */
export function flatten(object: unknown): FlatObject {
  const flat = new Map<string, unknown>();
  const visit = (value: unknown, path: string) => {
    if (path !== '' && IGNORED.test(path)) return;
    if (typeof value !== 'object' || value === null) return void flat.set(path, value);
    if (!Array.isArray(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, path === '' ? key : `${path}.${key}`);
      return;
    }
    const key = keyOf(value);
    for (const [index, item] of value.entries())
      visit(item, `${path}[${key === undefined ? index : (item as Record<string, unknown>)[key]}]`);
  };
  visit(object, '');
  return flat;
}

/** The paths with different values, sorted. */
export function differences(a: FlatObject, b: FlatObject): string[] {
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => a.get(path) !== b.get(path)).sort();
}

/** The field that identifies the items of some lists; undefined if there is none. */
export function keyOf(...lists: readonly (readonly unknown[])[]): string | undefined {
  return KEYS.find((key) =>
    lists.every((items) => {
      const values = items.map((item) => (item as Record<string, unknown> | null)?.[key]);
      const isNamed = values.every((value) => typeof value === 'string' || typeof value === 'number');
      return isNamed && new Set(values).size === items.length;
    }),
  );
}
