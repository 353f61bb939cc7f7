import { loadAll } from 'js-yaml';
import type { ClusterFacts, PlacedObject } from '../checks/engine/cluster-facts';
import { groupBy } from '../checks/engine/group-by';
import { kubeObject, objectKey } from '../checks/engine/kube-object';
import { UNNAMED_CLUSTER } from '../checks/engine/unnamed-cluster';
import { type CommittedFile, committedFolder, contentsOf } from './git';
import type { PlainFileChange } from './model';
import { isPreview, previewId } from './names';
import type { PreviewFile } from './object-changes';
import { previousPreviews } from './previous-previews';
import { blobId, clusterOf, isApplied, type Tree } from './tree';

/** A cluster in two trees. */
export interface ComparedCluster {
  readonly name: string;
  /** With the nodes, the network and the accepted risks of the present tree; undefined if the cluster is new. */
  readonly before: ClusterFacts | undefined;
  /** Undefined if the cluster is removed. */
  readonly after: ClusterFacts | undefined;
  /** The objects of the files that differ, besides those of previews. */
  readonly objects: { readonly before: readonly PlacedObject[]; readonly after: readonly PlacedObject[] };
  /** The files of previews that differ. */
  readonly previews: readonly PreviewFile[];
  readonly files: readonly PlainFileChange[];
}

/** The present tree, and the one with which it is compared. */
export interface ComparedTrees {
  readonly commit: string;
  readonly clusters: readonly ComparedCluster[];
}

/**
 * Compares a tree with dist/ in a commit. Only the files that differ are read.
 *
 * dist/ has objects only: nodes, network, accepted risks and expected Secrets of the old tree are unknown, and those of
 * the present tree apply to it.
 *
 * @throws Error if the commit or its dist/ does not exist, or if one of its files is not YAML
 */
export function compareWith(tree: Tree, ref: string): ComparedTrees {
  const { commit, files, hash } = committedFolder(ref, 'dist');
  const old = new Map(files.map((file) => [file.path, file]));
  const isSame = ({ path, id }: CommittedFile) => {
    const file = tree.files.get(path);
    return file !== undefined && blobId(file.content, hash) === id;
  };
  const unchanged = new Set(files.filter(isSame).map(({ path }) => path));
  const differing = [...new Set([...old.keys(), ...tree.files.keys()])]
    .filter((path) => !unchanged.has(path))
    .sort();
  const contents = contentsOf(differing.filter(isApplied).flatMap((path) => old.get(path)?.id ?? []));
  const parse = (path: string, present: readonly PlacedObject[]): PlacedObject[] => {
    const text = contents.get(old.get(path)?.id ?? '');
    if (text === undefined) return [];
    return parsed(ref, path, text, documentsOf(tree.files.get(path)?.content ?? '', present));
  };
  const names = new Set([...old.keys(), ...tree.files.keys()].map(clusterOf).filter(Boolean));
  const byCluster = groupBy(differing, clusterOf);
  const clusters = [...names].sort().map((name): ComparedCluster => {
    const after = tree.clusters.find((cluster) => cluster.name === name);
    const isNew = ![...old.keys()].some((path) => clusterOf(path) === name);
    const paths = byCluster.get(name) ?? [];
    const applied = paths.filter(isApplied);
    const withPath = pathsOf(after);
    const present = groupBy(writtenObjects(after, tree.runtime), ({ file }) => file);
    const copies = new Map((after?.copies ?? []).map((copy) => [copy.file, copy]));
    const presentIn = (path: string): PlacedObject[] => {
      const copy = copies.get(path);
      if (copy === undefined) return present.get(path) ?? [];
      return copy.objects().map((json) => ({ json, path: copy.path, file: path }));
    };
    const pairs = applied.map((path) => {
      const now = presentIn(path);
      return { path, before: parse(path, now).map(withPath), after: now };
    });
    const previous = new Map(pairs.map((pair) => [pair.path, pair.before]));
    const previews = pairs.flatMap((pair): PreviewFile[] => {
      const labels = previewLabels([...pair.before, ...pair.after]);
      return labels === undefined ? [] : [{ ...pair, ...labels }];
    });
    const previewFiles = new Set(
      pairs.filter(({ before, after: now }) => previewLabels([...before, ...now])),
    );
    const others = pairs.filter((pair) => !previewFiles.has(pair));
    const isUnchanged = paths.length === 0;
    return {
      name,
      before: isNew ? undefined : isUnchanged ? after : beforeFacts(name, after, unchanged, previous, tree),
      after,
      objects: {
        before: others.flatMap((pair) => pair.before),
        after: others.flatMap((pair) => pair.after),
      },
      previews,
      files: paths
        .filter((path) => !isApplied(path))
        .map((file) => ({ file, change: changeOf(old.has(file), tree.files.has(file)) })),
    };
  });
  return { commit, clusters };
}

/** Between the documents of a file. A block scalar is indented, so it cannot contain the line. */
const SEPARATOR = /^---\n/m;

/** The facts of a cluster with the objects of the old tree. */
function beforeFacts(
  name: string,
  after: ClusterFacts | undefined,
  unchanged: ReadonlySet<string>,
  previous: ReadonlyMap<string, readonly PlacedObject[]>,
  { runtime }: Tree,
): ClusterFacts {
  if (after === undefined) return { ...UNNAMED_CLUSTER, name, objects: [...previous.values()].flat() };
  const isRuntime = ({ path }: PlacedObject) => runtime.has(path);
  const kept = after.objects.filter((object) => unchanged.has(object.file) && !isRuntime(object));
  const { objects, copies, expectedSecrets } = previousPreviews(after, kept, unchanged, previous);
  const keys = new Set(objects.map(keyOf));
  const isThere = (object: PlacedObject) => {
    const { namespace: home = '' } = kubeObject(object);
    return !keys.has(keyOf(object)) && keys.has(objectKey({ kind: 'Namespace', name: home }));
  };
  const others = after.objects.filter((object) => isRuntime(object) && isThere(object));
  return { ...after, objects: [...objects, ...others], copies, expectedSecrets };
}

/** Gives objects the paths of the constructs that make them at present, so that accepted risks apply to them. */
function pathsOf(after: ClusterFacts | undefined): (object: PlacedObject) => PlacedObject {
  const paths = new Map((after?.objects ?? []).map((object) => [keyOf(object), object.path]));
  return (object) => ({ ...object, path: paths.get(keyOf(object)) ?? object.path });
}

function writtenObjects(facts: ClusterFacts | undefined, runtime: ReadonlySet<string>): PlacedObject[] {
  return (facts?.objects ?? []).filter(({ path }) => !runtime.has(path));
}

function previewLabels(objects: readonly PlacedObject[]): { namespace: string; id: string } | undefined {
  const namespace = objects
    .map(kubeObject)
    .find(({ kind, labels }) => kind === 'Namespace' && isPreview(labels));
  if (namespace === undefined) return undefined;
  return { namespace: namespace.name, id: previewId(namespace.labels) ?? namespace.name };
}

function changeOf(was: boolean, is: boolean): PlainFileChange['change'] {
  if (was && is) return 'changed';
  return is ? 'added' : 'removed';
}

/** The objects by the texts of their documents in a file that this program writes. */
function documentsOf(content: string, objects: readonly PlacedObject[]): ReadonlyMap<string, object> {
  const documents = content.split(SEPARATOR);
  if (documents.length !== objects.length) return new Map();
  return new Map(
    objects.flatMap(({ json }, index) => {
      const text = documents[index];
      return text === undefined ? [] : [[text, json] as const];
    }),
  );
}

/** The objects of an old file. Documents that have not changed are not parsed: with many previews, most have not. */
function parsed(ref: string, path: string, text: string, known: ReadonlyMap<string, object>): PlacedObject[] {
  const where = `${ref}:dist/${path}`;
  const place = (json: object) => ({ json, path: where, file: path });
  try {
    return text.split(SEPARATOR).flatMap((document) => {
      const same = known.get(document);
      if (same !== undefined) return [place(same)];
      return (loadAll(document) as (object | null)[]).flatMap((json) => (json === null ? [] : [place(json)]));
    });
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    throw new Error(`${where}: does not parse: ${first}: compare with another commit`);
  }
}

function keyOf(object: PlacedObject): string {
  return objectKey(kubeObject(object));
}
