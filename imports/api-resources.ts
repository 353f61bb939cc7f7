import { readSourceFile } from './read-source-file';

/** A resource, such as `pods` or `pods/log`, as RBAC names it. */
export interface ApiResource {
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** The kind of its objects, such as `Pod`; undefined for a subresource. */
  readonly kind?: string;
  /** The versions of its group that have it, such as `['v1']`. @default not known */
  readonly versions?: readonly string[];
}

/** The resources of each API group, by name. The core group is `''`. */
export type ApiResources = Readonly<Record<string, Readonly<Record<string, ApiResource>>>>;

/** The resources of the API server itself, without those of CRDs and of other API servers. */
export const API_RESOURCES_FILE = 'imports/api-resources.json';

/** Reads {@link API_RESOURCES_FILE}. */
export function readApiResources(): ApiResources {
  return JSON.parse(readSourceFile(API_RESOURCES_FILE)) as ApiResources;
}

interface ApiServices {
  readonly items: readonly {
    readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec: { readonly group?: string; readonly version: string };
  }[];
}

interface ResourceList {
  readonly resources: readonly (ApiResource & { readonly name: string; readonly kind: string })[];
}

/**
 * Reads the resources of an API server from its discovery documents.
 *
 * The API server labels the APIServices of its own groups `onstart`, and those of CRDs `true`.
 *
 * @param get the JSON text of a path of the API server
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export function servedResources(get: (path: string) => string): ApiResources {
  const services = JSON.parse(get('/apis/apiregistration.k8s.io/v1/apiservices')) as ApiServices;
  const own = services.items.filter(
    ({ metadata }) => metadata.labels?.['kube-aggregator.kubernetes.io/automanaged'] === 'onstart',
  );
  // The API for APIServices has no APIService of its own.
  const versions = [...own.map(({ spec }) => spec), { group: 'apiregistration.k8s.io', version: 'v1' }];
  const groups: Record<string, Record<string, ApiResource>> = {};
  for (const { group = '', version } of versions) {
    const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const { resources } = JSON.parse(get(path)) as ResourceList;
    for (const { name, namespaced, verbs, kind } of resources) {
      groups[group] ??= {};
      const known = groups[group][name]?.versions ?? [];
      groups[group][name] = {
        ...(!name.includes('/') && { kind }),
        namespaced,
        verbs: [...verbs].sort(),
        versions: [...known, version].sort(),
      };
    }
  }
  return sorted(
    Object.entries(groups).map(([group, resources]) => [group, sorted(Object.entries(resources))]),
  );
}

function sorted<Value>(entries: readonly [string, Value][]): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
