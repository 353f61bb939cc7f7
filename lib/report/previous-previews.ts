import type { ClusterFacts, PlacedObject } from '../checks/engine/cluster-facts';
import { groupBy } from '../checks/engine/group-by';
import { kubeObject } from '../checks/engine/kube-object';
import { isPreview } from '../checks/facts/previews';

/** A preview of the old tree. */
interface Preview {
  readonly name: string;
  /** The preview of the present tree that has the same shape; its project if there is none. */
  readonly shape: string;
  readonly path: string;
  readonly file: string;
  readonly objects: () => readonly PlacedObject[];
}

/**
 * The objects of the old tree, with one preview of each shape, and the others as its copies.
 *
 * The shape of a preview is that of the present tree; one that is removed has the shape of its project, and expects the
 * Secrets of a preview of this shape.
 *
 * @param kept the objects of files that have not changed
 * @param previous the objects of the other files
 */
export function previousPreviews(
  after: ClusterFacts,
  kept: readonly PlacedObject[],
  unchanged: ReadonlySet<string>,
  previous: ReadonlyMap<string, readonly PlacedObject[]>,
): Required<Pick<ClusterFacts, 'objects' | 'copies' | 'expectedSecrets'>> {
  const shapes = new Map((after.copies ?? []).map(({ name, of }) => [name, of]));
  const projects = new Map<string, string>();
  for (const object of after.objects.map(kubeObject)) {
    if (object.kind !== 'Namespace' || !isPreview(object.labels)) continue;
    shapes.set(object.name, object.name);
    projects.set(object.labels.project ?? '', object.name);
  }
  const all = groupBy([...kept, ...[...previous.values()].flat()], ({ file }) => file);
  const files = [...all].map(([file, objects]) => ({ file, objects, namespace: previewOf(objects) }));
  const previews = [
    ...files.flatMap(({ file, objects, namespace }): Preview[] => {
      if (namespace === undefined) return [];
      const { name, labels, path } = namespace;
      const project = labels.project ?? '';
      const shape = shapes.get(name) ?? projects.get(project) ?? `project ${project}`;
      return [{ name, shape, path, file, objects: () => objects }];
    }),
    ...(after.copies ?? [])
      .filter(({ file }) => unchanged.has(file))
      .map(({ name, of, path, file, objects }) => {
        const placed = () => objects().map((json) => ({ json, path, file }));
        return { name, shape: of, path, file, objects: placed };
      }),
  ];
  const groups = [...groupBy(previews, ({ shape }) => shape).values()].map(([original, ...copies]) => ({
    original,
    copies,
  }));
  const secrets = groupBy(after.expectedSecrets, ({ namespace }) => namespace);
  const removed = previews.filter(({ name }) => !shapes.has(name) && !secrets.has(name));
  return {
    expectedSecrets: [
      ...after.expectedSecrets,
      ...removed.flatMap(({ name, shape }) =>
        (secrets.get(shape) ?? []).map((secret) => ({ ...secret, namespace: name })),
      ),
    ],
    objects: [
      ...files.filter(({ namespace }) => namespace === undefined).flatMap(({ objects }) => objects),
      ...groups.flatMap(({ original }) => original?.objects() ?? []),
    ],
    copies: groups.flatMap(({ original, copies }) =>
      copies.map(({ name, path, file, objects }) => ({
        name,
        of: original?.name ?? '',
        path,
        file,
        objects: () => objects().map(({ json }) => json),
      })),
    ),
  };
}

function previewOf(objects: readonly PlacedObject[]) {
  return objects.map(kubeObject).find(({ kind, labels }) => kind === 'Namespace' && isPreview(labels));
}
