import { objectName } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import { perCluster } from '../../checks/engine/per-cluster';
import { isPreview } from '../../checks/facts/previews';
import type { Consequence } from '../consequence';
import { sentenceList } from '../names';
import type { Comparison } from './compare';

/** A container and its image. */
export interface ContainerImage {
  /** Such as `Deployment shop/web`. */
  readonly object: string;
  readonly container: string;
  readonly image: string;
}

/**
 * The images of all containers of a cluster, by object and container. Previews, and what another program creates, are left
 * out: each has its own image.
 */
export const imagesOf = perCluster((cluster): ReadonlyMap<string, ContainerImage> => {
  const lasting = cluster.containers.filter(
    ({ object, workload }) => !object.isAtRuntime && !isPreview(cluster.namespaceLabels(workload.namespace)),
  );
  const images = lasting.map(({ object, container }): [string, ContainerImage] => {
    const name = objectName(object);
    const { name: own, image = '' } = container;
    return [`${name} ${own}`, { object: name, container: own, image }];
  });
  return new Map(images);
});

/** The images that a change replaces, and those that come or go with their last container. */
export const compareImages: Comparison = (before, after) => {
  const [was, now] = [imagesOf(before), imagesOf(after)];
  const changed = [...now].flatMap(([key, { object, image }]) => {
    const old = was.get(key)?.image;
    return old === undefined || old === image ? [] : [{ object, change: `${old} is replaced by ${image}` }];
  });
  const images = (all: typeof was) => new Set([...all.values()].map(({ image }) => image));
  const replaced = new Set(changed.flatMap(({ change }) => change.split(' is replaced by ')));
  const only = (all: typeof was, others: typeof was) =>
    [...all.values()].filter(({ image }) => !images(others).has(image) && !replaced.has(image));
  return [
    ...sentences(changed, true),
    ...sentences(
      only(now, was).map(({ object, image }) => ({ object, change: `${image} is new` })),
      true,
    ),
    ...sentences(
      only(was, now).map(({ object, image }) => ({ object, change: `${image} is no longer used` })),
      false,
    ),
  ];
};

/** One sentence for each change of an image, with the objects that use it. */
function sentences(
  changes: readonly { readonly object: string; readonly change: string }[],
  isImportant: boolean,
): Consequence[] {
  return [...groupBy(changes, ({ change }) => change)].map(([change, all]) => ({
    topic: 'images',
    sentence: `${change} (${sentenceList(all.map(({ object }) => object))})`,
    isImportant,
  }));
}
