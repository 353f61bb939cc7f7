import { groupOf } from '../checks/facts/api-resources';
import { isPreview } from '../checks/facts/previews';
import { commonLabels } from '../core/common-labels';
import type { Progress } from '../output/progress';
import { ApiError, type Client } from './client';
import { type ApiResource, type Discovery, nameOf, preferred } from './discovery';
import { KEPT_KINDS } from './kept-kinds';
import { listMetadata, type Metadata } from './list';
import { inParallel } from './parallel';

/** An object in a cluster, with its kind. */
export interface LiveObject extends Metadata {
  readonly resource: ApiResource;
}

/** What this program once wrote to a cluster, and dist/ no longer contains. */
export interface Leftovers {
  readonly remove: readonly LiveObject[];
  /** The objects that are never deleted, each with the reason. */
  readonly keep: readonly { readonly object: LiveObject; readonly because: string }[];
  /** The kinds that could not be listed, each with the reason. */
  readonly notListed: readonly string[];
}

/** An object of dist/. */
export interface WrittenObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The reason for which previews are kept. */
export const PREVIEW = 'a preview, which the backend creates and deletes';

/** Kinds that Kubernetes derives from a Service of the same name, with its labels and without an owner. */
const DERIVED: ReadonlySet<string> = new Set(['/Endpoints']);

/**
 * Finds the leftovers of a cluster by the labels of this program, in all kinds that can be listed and deleted.
 *
 * Objects with an owner are the owner's. Objects of a namespace that is removed are removed with it, and are not listed.
 *
 * @param written the objects of dist/
 */
export async function findLeftovers(
  client: Client,
  discovery: Discovery,
  cluster: string,
  written: readonly WrittenObject[],
  progress: Progress = () => {},
): Promise<Leftovers> {
  const isListed = ({ group, kind, verbs }: ApiResource) =>
    verbs.includes('list') && verbs.includes('delete') && !DERIVED.has(`${group}/${kind}`);
  const kinds = preferred(discovery).filter(isListed);
  const notListed = new Set(discovery.silent.map((name) => `${name}: its API server does not answer`));
  const list: List = async (resource, labelSelector) => {
    try {
      const found = await listMetadata(client, resource, { labelSelector });
      return found.map((metadata) => ({ ...metadata, resource }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The kind was deleted after the discovery.
      if (error.status === 404) return [];
      notListed.add(`${nameOf(resource)}: ${error.message}`);
      return undefined;
    }
  };
  let done = 0;
  const labelled = await inParallel(kinds, async (resource) => {
    const found = await list(resource, selectorOf(commonLabels(cluster)));
    progress(`listing ${++done} of ${kinds.length} kinds`);
    return found ?? [];
  });
  const namespaces = new Map<string, Metadata>();
  for (const resource of kinds.filter(({ group, kind }) => group === '' && kind === 'Namespace'))
    for (const namespace of (await list(resource)) ?? []) namespaces.set(namespace.name, namespace);
  const known = new Set(written.map(keyOfWritten));
  const gone = unique(labelled.flat()).filter(
    (object) =>
      !known.has(keyOf(object)) &&
      (object.ownerReferences ?? []).length === 0 &&
      object.deletionTimestamp === undefined,
  );
  const claims = await claimsIn(kinds, gone.filter(isNamespace), list);
  return sorted({ ...split(gone, namespaces, claims), notListed: [...notListed].sort() });
}

/** Lists the objects of a kind; undefined if the API server refuses. */
type List = (resource: ApiResource, labelSelector?: string) => Promise<LiveObject[] | undefined>;

/** The PersistentVolumeClaims, with any labels, of the namespaces that may be removed. Undefined if they cannot be listed. */
async function claimsIn(
  kinds: readonly ApiResource[],
  namespaces: readonly LiveObject[],
  list: List,
): Promise<ReadonlyMap<string, string> | undefined> {
  const resource = kinds.find(({ group, kind }) => group === '' && kind === 'PersistentVolumeClaim');
  if (namespaces.length === 0) return new Map();
  const claims = resource && (await list(resource));
  return claims && new Map(claims.map(({ namespace = '', name }) => [namespace, name]));
}

function split(
  gone: readonly LiveObject[],
  namespaces: ReadonlyMap<string, Metadata>,
  claims: ReadonlyMap<string, string> | undefined,
): Pick<Leftovers, 'remove' | 'keep'> {
  const reason = (object: LiveObject): string | undefined => {
    const kind = object.resource.kind;
    const around = namespaces.get(object.namespace ?? (isNamespace(object) ? object.name : ''));
    if (isPreview(object.labels) || isPreview(around?.labels)) return PREVIEW;
    const because = KEPT_KINDS.get(kind);
    if (because !== undefined || !isNamespace(object)) return because;
    if (object.labels?.protected === 'true') return 'a protected namespace';
    const claim = claims?.get(object.name);
    if (claim !== undefined) return `PersistentVolumeClaim ${claim} in it holds data`;
    return claims === undefined ? 'whether it holds data is unknown' : undefined;
  };
  const kept = gone.flatMap((object) => {
    const because = reason(object);
    return because === undefined ? [] : [{ object, because }];
  });
  const keptObjects = new Set(kept.map(({ object }) => object));
  const removed = gone.filter((object) => !keptObjects.has(object));
  // A namespace that holds data is kept as a whole: its isolation and its pods belong together.
  const whole = kept.filter(({ object }) => isNamespace(object) && object.labels?.protected !== 'true');
  const units = new Set(
    [...removed.filter(isNamespace), ...whole.map(({ object }) => object)].map(({ name }) => name),
  );
  const isInUnit = ({ namespace }: LiveObject) => namespace !== undefined && units.has(namespace);
  return {
    remove: removed.filter((object) => !isInUnit(object)),
    keep: kept.filter(({ object }) => !isInUnit(object)),
  };
}

/** Whether an object is a Namespace. */
export function isNamespace({ resource: { group, kind } }: LiveObject): boolean {
  return group === '' && kind === 'Namespace';
}

/** An object as messages show it, such as `NetworkPolicy/gitea/gone`. */
export function describeObject({ resource, namespace, name }: LiveObject): string {
  return [resource.kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

const WORKLOADS = ['CronJob', 'Job', 'Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Pod'];
const LIMITS = [
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingAdmissionPolicy',
];

/** The position in the order of deletion: pods stop before the policies and quotas that restrict them are deleted. */
function stageOf(object: LiveObject): number {
  const { kind } = object.resource;
  if (isNamespace(object)) return LIMITS.length + 3;
  if (WORKLOADS.includes(kind)) return 0;
  return LIMITS.indexOf(kind) + 2;
}

function sorted({ remove, keep, notListed }: Leftovers): Leftovers {
  const byName = (a: LiveObject, b: LiveObject) => (describeObject(a) < describeObject(b) ? -1 : 1);
  return {
    remove: [...remove].sort((a, b) => stageOf(a) - stageOf(b) || byName(a, b)),
    keep: [...keep].sort((a, b) => byName(a.object, b.object)),
    notListed,
  };
}

/** Several groups may serve the same objects. */
function unique(objects: readonly LiveObject[]): LiveObject[] {
  return [...new Map(objects.map((object) => [object.uid, object])).values()];
}

/** The version is not part of the key: an object is the same in all versions of its group. */
function keyOf({ resource: { group, kind }, namespace = '', name }: LiveObject): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

function keyOfWritten({ apiVersion, kind, metadata: { namespace = '', name } }: WrittenObject): string {
  return `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;
}

function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
