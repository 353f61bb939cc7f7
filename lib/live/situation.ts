import type { ClusterFacts } from '../checks/engine/cluster-facts';
import { groupOf } from '../checks/facts/api-resources';
import type { ManifestObject } from '../config/manifest-file';
import type { Progress } from '../output/progress';
import type { Client } from './client';
import type { ApiResource, Discovery } from './discovery';
import type { WrittenObject } from './leftovers';

/** An object of dist/, its file and positions. */
export interface WrittenManifest extends Omit<ManifestObject, 'json'> {
  readonly json: WrittenObject & object;
}

/** What every question of the preflight needs. */
export interface Situation {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly facts: ClusterFacts;
  readonly objects: readonly WrittenManifest[];
  /** The git version of the API server, such as `v1.36.4`. */
  readonly serverVersion: string;
  /** The version of kubectl, such as `v1.36.4`. */
  readonly kubectlVersion: string;
  /** The names of the cluster's namespaces; undefined if they cannot be listed. */
  readonly namespaces: ReadonlySet<string> | undefined;
  readonly progress: Progress;
}

/** The resource of a kind in any version; undefined if the API server does not serve it. */
export function resourceOf({ discovery }: Situation, group: string, kind: string): ApiResource | undefined {
  return discovery.resources.find((resource) => resource.group === group && resource.kind === kind);
}

/** The resource of an object in its version; undefined if the API server does not serve it. */
export function resourceOfObject(
  { discovery }: Situation,
  { apiVersion, kind }: WrittenObject,
): ApiResource | undefined {
  const group = groupOf(apiVersion);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  return discovery.resources.find(
    (resource) => resource.group === group && resource.version === version && resource.kind === kind,
  );
}

/** Whether dist/ creates a namespace. */
export function createsNamespace({ objects }: Situation, name: string): boolean {
  return objects.some(({ json }) => json.kind === 'Namespace' && json.metadata.name === name);
}

/** The minor version of `v1.36.4` as a number. */
export function minorOf(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
}
