import type { Labels } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, specOf } from '../engine/kube-object';

/** One item of a LimitRange. */
export interface LimitItem {
  readonly type: string;
  readonly max?: Labels;
  readonly min?: Labels;
  readonly default?: Labels;
  readonly defaultRequest?: Labels;
}

/** What a container gets that states nothing. */
export interface ContainerDefaults {
  readonly requests: Labels;
  readonly limits: Labels;
}

const NOTHING: ContainerDefaults = { requests: {}, limits: {} };

/** The LimitRanges of each namespace, found once an index. */
const byIndex = new WeakMap<ClusterIndex, Map<string, KubeObject[]>>();

/** The LimitRanges of a namespace. */
export function limitRanges(cluster: ClusterIndex, namespace: string): readonly KubeObject[] {
  let ranges = byIndex.get(cluster);
  if (ranges === undefined) {
    ranges = new Map<string, KubeObject[]>();
    for (const range of cluster.ofKind('LimitRange')) {
      const own = ranges.get(range.namespace ?? 'default');
      if (own) own.push(range);
      else ranges.set(range.namespace ?? 'default', [range]);
    }
    byIndex.set(cluster, ranges);
  }
  return ranges.get(namespace) ?? [];
}

/** The items of a LimitRange. */
export function itemsOf(range: KubeObject): readonly LimitItem[] {
  return specOf<{ limits: readonly LimitItem[] }>(range).limits ?? [];
}

/** What a container of a namespace gets that states nothing, as the API server fills it in. */
export function defaultsOf(cluster: ClusterIndex, namespace: string): ContainerDefaults {
  const items = limitRanges(cluster, namespace)
    .flatMap(itemsOf)
    .filter(({ type }) => type === 'Container');
  if (items.length === 0) return NOTHING;
  // A maximum alone is the default limit, a default limit alone the default request.
  const limits = Object.assign({}, ...items.map((item) => ({ ...item.max, ...item.default }))) as Labels;
  const requests = Object.assign(
    {},
    ...items.map((item) => ({ ...item.min, ...item.default, ...item.defaultRequest })),
  ) as Labels;
  return { limits: { ...limits }, requests: { ...limits, ...requests } };
}
