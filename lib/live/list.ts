import type { Client } from './client';
import { type ApiResource, pathOf } from './discovery';

/** The metadata of an object in a cluster. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly object[];
  readonly deletionTimestamp?: string;
  readonly managedFields?: readonly {
    readonly manager?: string;
    readonly fieldsV1?: Readonly<Record<string, unknown>>;
  }[];
}

interface Page<T> {
  readonly metadata: { readonly continue?: string };
  /** Null if there are none. */
  readonly items: readonly T[] | null;
}

/** The objects to list. */
export interface Selection {
  /** @default all namespaces */
  readonly namespace?: string;
  /** @default all objects */
  readonly labelSelector?: string;
}

/** The API server sends names, labels and owners, and no content: Secrets are listed without their values. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const PAGE = '500';

/** The metadata of the objects of a kind. @throws ApiError if the API server refuses, for example without permission */
export async function listMetadata(
  client: Client,
  resource: ApiResource,
  selection: Selection = {},
): Promise<Metadata[]> {
  const pages = await list<{ metadata: Metadata }>(client, resource, selection, METADATA_ONLY);
  return pages.map(({ metadata }) => metadata);
}

/** The objects of a kind, with their content. @throws ApiError if the API server refuses */
export function listObjects<T>(
  client: Client,
  resource: ApiResource,
  selection: Selection = {},
): Promise<T[]> {
  return list<T>(client, resource, selection, 'application/json');
}

async function list<T>(
  client: Client,
  resource: ApiResource,
  { namespace, labelSelector }: Selection,
  accept: string,
): Promise<T[]> {
  const items: T[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({
      limit: PAGE,
      ...(labelSelector !== undefined && { labelSelector }),
      ...(next && { continue: next }),
    });
    const path = `${pathOf(resource, { namespace })}?${query}`;
    const { body } = await client.request<Page<T>>({ path, accept });
    items.push(...(body.items ?? []));
    next = body.metadata.continue;
  } while (next);
  return items;
}
