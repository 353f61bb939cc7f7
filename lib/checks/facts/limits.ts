import type { IContainer, ILimitRangeItem } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';

/** A quantity as an object states it. A number is allowed, and YAML turns `1` into one. */
export type Quantity = string | number;

/** A limit of a LimitRange for each container. */
export interface ContainerLimit extends ILimitRangeItem {
  readonly range: KubeObject;
}

/** The requests and limits of a container that states none. */
export interface ContainerDefaults {
  readonly requests: Readonly<Record<string, Quantity>>;
  readonly limits: Readonly<Record<string, Quantity>>;
}

const limitsByNamespace = perCluster((cluster) => {
  const limits = cluster
    .ofKind('LimitRange')
    .flatMap((range) => (range.spec.limits ?? []).map((item) => ({ ...item, range })))
    .filter(({ type }) => type === 'Container');
  return groupBy(limits, ({ range }) => range.namespace ?? 'default');
});

/** The limits that the LimitRanges of a namespace set for each container. */
export function containerLimits(cluster: ClusterIndex, namespace: string): readonly ContainerLimit[] {
  return limitsByNamespace(cluster).get(namespace) ?? [];
}

/** The defaults that the API server sets for containers of a namespace. */
export function defaultsOf(cluster: ClusterIndex, namespace: string): ContainerDefaults {
  const items = containerLimits(cluster, namespace);
  // The API server uses a maximum as the default limit, and a default limit as the default request.
  const limits = Object.assign({}, ...items.map((item) => ({ ...item.max, ...item.default })));
  const requests = items.map((item) => ({ ...item.min, ...item.default, ...item.defaultRequest }));
  return { limits, requests: Object.assign({}, limits, ...requests) };
}

/** The request or limit of a container, with the defaults; undefined if neither states it. */
export function quantityOf(
  { resources = {} }: IContainer,
  kind: 'requests' | 'limits',
  resource: string,
  defaults: ContainerDefaults,
): Quantity | undefined {
  // The API server uses a container's own limit as its default request.
  const own = resources[kind]?.[resource] ?? resources.limits?.[resource];
  return own ?? defaults[kind][resource];
}
