import type { Client } from './client';

/** A kind of object that an API server serves, in one version. */
export interface ApiResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The name in paths, such as `networkpolicies`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
}

/** The kinds of objects that an API server serves. */
export interface Discovery {
  /** All versions of all kinds; of each group, the preferred version comes first. */
  readonly resources: readonly ApiResource[];
  /** The group versions of other API servers that do not answer, such as `metrics.k8s.io/v1beta1`. */
  readonly silent: readonly string[];
}

/** The fields of an APIGroupDiscoveryList. */
interface GroupList {
  readonly kind: string;
  readonly items?: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly freshness?: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind: string };
        readonly scope: string;
        readonly verbs: readonly string[];
      }[];
    }[];
  }[];
}

const ACCEPT = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/**
 * The kinds of objects that the API server serves.
 *
 * @throws Error if it is older than Kubernetes 1.30, which does not serve this form of discovery
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export async function discover(client: Client): Promise<Discovery> {
  const lists = await Promise.all(
    ['/api', '/apis'].map((path) => client.request<GroupList>({ path, accept: ACCEPT })),
  );
  const resources: ApiResource[] = [];
  const silent: string[] = [];
  for (const { body } of lists) {
    if (body.kind !== 'APIGroupDiscoveryList')
      throw new Error('the API server is older than Kubernetes 1.30: upgrade it');
    for (const { metadata, versions = [] } of body.items ?? [])
      for (const { version, freshness, resources: kinds = [] } of versions) {
        const group = metadata.name ?? '';
        if (freshness === 'Stale') silent.push(`${group}/${version}`);
        for (const { resource: plural, responseKind, scope, verbs } of kinds)
          if (responseKind !== undefined)
            resources.push({
              group,
              version,
              kind: responseKind.kind,
              plural,
              isNamespaced: scope === 'Namespaced',
              verbs,
            });
      }
  }
  return { resources, silent };
}

/** Each kind once, in the preferred version of its group. */
export function preferred({ resources }: Discovery): ApiResource[] {
  const found = new Map<string, ApiResource>();
  for (const resource of resources) {
    const key = `${resource.group}/${resource.plural}`;
    if (!found.has(key)) found.set(key, resource);
  }
  return [...found.values()];
}

/** The path of an object, or of all objects of a kind. */
export function pathOf(
  { group, version, plural, isNamespaced }: ApiResource,
  { namespace, name }: { readonly namespace?: string; readonly name?: string } = {},
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const folder = isNamespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${folder}/${plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** The kind with its group, such as `networkpolicies.networking.k8s.io`. */
export function nameOf({ group, plural }: ApiResource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
