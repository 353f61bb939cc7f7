import type { PlacedObject } from '../checks/engine/cluster-facts';
import { groupBy } from '../checks/engine/group-by';
import { kubeObject, objectKey } from '../checks/engine/kube-object';
import { canonicalJson } from '../kube/canonical-json';
import { fieldChanges } from './field-changes';
import { idMask } from './names';
import type { ChangedObject, ObjectChange, PreviewChange } from './object-change';

/** The objects that differ in meaning between two lists, sorted by file and name. */
export function objectChanges(
  before: readonly PlacedObject[],
  after: readonly PlacedObject[],
): ObjectChange[] {
  const [was, now] = [byKey(before), byKey(after)];
  const keys = new Set([...was.keys(), ...now.keys()]);
  const changes = [...keys].flatMap((key): ObjectChange[] => {
    const [old, object] = [was.get(key), now.get(key)];
    if (object === undefined) return old ? [{ change: 'removed', object: named(old), fields: [] }] : [];
    if (old === undefined) return [{ change: 'added', object: named(object), fields: [] }];
    const fields = isEqual(old.json, object.json) ? [] : fieldChanges(old.json, object.json);
    return fields.length > 0 ? [{ change: 'changed', object: named(object), fields }] : [];
  });
  return changes.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** The objects of a preview in one file. */
export interface PreviewFile {
  readonly namespace: string;
  /** The id of the preview. */
  readonly id: string;
  readonly before: readonly PlacedObject[];
  readonly after: readonly PlacedObject[];
}

/** What differs in one preview. */
interface PreviewDifference extends Pick<PreviewChange, 'change' | 'objects'> {
  readonly namespace: string;
}

/** The maximum number of names of previews in one change. */
const EXAMPLES = 3;

/** The changes of previews. Those in which the same fields change are counted, whatever the values are. */
export function previewChanges(files: readonly PreviewFile[]): PreviewChange[] {
  const changed = files.flatMap((file): PreviewDifference[] => {
    const { before, after, namespace, id } = file;
    if (before.length === 0) return [{ namespace, change: 'added', objects: [] }];
    if (after.length === 0) return [{ namespace, change: 'removed', objects: [] }];
    const objects = withoutId(objectChanges(before, after), id);
    return objects.length > 0 ? [{ namespace, change: 'changed', objects }] : [];
  });
  return [...groupBy(changed, shapeOf).values()].map((group) => ({
    change: group[0]?.change ?? 'changed',
    count: group.length,
    examples: group
      .map(({ namespace }) => namespace)
      .sort()
      .slice(0, EXAMPLES),
    objects: group.map(({ objects }) => objects).reduce(common),
  }));
}

/** A text that is equal for previews in which the same fields change. */
function shapeOf({ change, objects }: PreviewDifference): string {
  const named = objects.map(({ object: { kind, namespace, name }, fields, ...rest }) => {
    return [rest.change, kind, namespace, name, fields.map(({ path }) => path)];
  });
  return JSON.stringify([change, named]);
}

/** The changes of two previews of one shape, without the values that differ. */
function common(one: readonly ObjectChange[], other: readonly ObjectChange[]): readonly ObjectChange[] {
  return one.map((change, index) => ({
    ...change,
    fields: change.fields.map((field, position) => {
      const same = canonicalJson(other[index]?.fields[position]) === canonicalJson(field);
      return same || field.varies ? field : { path: field.path, varies: true };
    }),
  }));
}

/** The changes with `*` for the id of the preview. */
function withoutId(changes: readonly ObjectChange[], id: string): ObjectChange[] {
  const mask = idMask(id);
  const parsed: unknown = JSON.parse(JSON.stringify(changes), (_key, value: unknown) =>
    typeof value === 'string' ? mask(value) : value,
  );
  return parsed as ObjectChange[];
}

/** Whether two objects are equal, without a comparison by fields: most objects of changed files are. */
function isEqual(a: object, b: object): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function byKey(objects: readonly PlacedObject[]): ReadonlyMap<string, PlacedObject> {
  return new Map(objects.map((object) => [objectKey(kubeObject(object)), object]));
}

function named(placed: PlacedObject): ChangedObject {
  const { kind, namespace, name, file } = kubeObject(placed);
  return { kind, namespace, name, file };
}

function sortKey({ object: { file, kind, namespace = '', name } }: ObjectChange): string {
  return [file, namespace, kind, name].join('\n');
}
