import { isDeepStrictEqual } from 'node:util';
import type { ClusterFacts, PlacedObject } from '../checks/engine/cluster-facts';
import { groupBy } from '../checks/engine/group-by';
import { kubeObject, objectKey } from '../checks/engine/kube-object';
import { UNNAMED_CLUSTER } from '../checks/engine/unnamed-cluster';
import { isPreview, previewId } from '../checks/facts/previews';
import { committedObjects } from './committed-objects';
import { type CommittedFile, committedFolder, contentsOf } from './git';
import type { PlainFileChange } from './model';
import type { PreviewFile } from './object-changes';
import { previousConfiguration, statedFacts } from './previous-configuration';
import { previousPreviews } from './previous-previews';
import { blobId, clusterOf, isApplied, type Tree } from './tree';

/** A cluster in two trees. */
export interface ComparedCluster {
  readonly name: string;
  /** Undefined if the cluster is new. */
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
  /** The reason why the configuration of the commit is unknown; undefined if it is known. */
  readonly configurationProblem: string | undefined;
  readonly clusters: readonly ComparedCluster[];
}

/**
 * Compares a tree with dist/ and config/ in a commit. Only the files that differ are read.
 *
 * dist/ has objects only. Nodes, networks, accepted risks and expected Secrets of the old tree are those that the present
 * program makes of the old configuration; those of the present tree if it cannot read that.
 *
 * @throws Error if the commit or its dist/ does not exist, or if one of its files is not YAML
 */
export function compareWith(tree: Tree, ref: string): ComparedTrees {
  const { commit, files, hash } = committedFolder(ref, 'dist');
  const { configurationProblem, clusters: described } = previousConfiguration(ref, { commit, hash });
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
    const known = { content: tree.files.get(path)?.content ?? '', objects: present };
    return committedObjects(ref, path, text, known);
  };
  const names = new Set([...old.keys(), ...tree.files.keys()].map(clusterOf).filter(Boolean));
  const byCluster = groupBy(differing, clusterOf);
  const clusters = [...names].sort().map((name): ComparedCluster => {
    const after = tree.clusters.find((cluster) => cluster.name === name);
    const isNew = ![...old.keys()].some((path) => clusterOf(path) === name);
    const paths = byCluster.get(name) ?? [];
    const applied = paths.filter(isApplied);
    const stated = described.find((cluster) => cluster.name === name);
    const given = after && stated ? { ...after, ...statedFacts(stated) } : after;
    const withPath = pathsOf(after, stated);
    const [runtime, written] = [objectsOf(stated ?? after, true), objectsOf(after, false)];
    const present = groupBy(written, ({ file }) => file);
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
    const isUnchanged = paths.length === 0 && isSameCluster(after, given);
    return {
      name,
      before: isNew
        ? undefined
        : isUnchanged
          ? after
          : beforeFacts(name, given, written, unchanged, previous, runtime),
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
  return { commit, configurationProblem, clusters };
}

/** Whether all facts besides the objects are equal. */
function isSameCluster(after: ClusterFacts | undefined, before: ClusterFacts | undefined): boolean {
  if (after === before || after === undefined || before === undefined) return true;
  return isDeepStrictEqual(statedFacts(after), statedFacts(before));
}

/**
 * The facts of a cluster with the objects of the old tree.
 *
 * @param written the objects of the present tree that dist/ contains
 * @param previous the objects of the old files that differ
 * @param runtime the objects that another program creates if their namespaces exist
 */
function beforeFacts(
  name: string,
  after: ClusterFacts | undefined,
  written: readonly PlacedObject[],
  unchanged: ReadonlySet<string>,
  previous: ReadonlyMap<string, readonly PlacedObject[]>,
  runtime: readonly PlacedObject[],
): ClusterFacts {
  if (after === undefined) return { ...UNNAMED_CLUSTER, name, objects: [...previous.values()].flat() };
  const kept = written.filter(({ file }) => unchanged.has(file));
  const { objects, copies, expectedSecrets } = previousPreviews(after, kept, unchanged, previous);
  const keys = new Set(objects.map(keyOf));
  const isThere = (object: PlacedObject) => {
    const { namespace: home = '' } = kubeObject(object);
    return !keys.has(keyOf(object)) && keys.has(objectKey({ kind: 'Namespace', name: home }));
  };
  const others = runtime.filter(isThere);
  return { ...after, objects: [...objects, ...others], copies, expectedSecrets };
}

/** Gives objects the paths of the constructs that make them, so that accepted risks apply to them. */
function pathsOf(...clusters: (ClusterFacts | undefined)[]): (object: PlacedObject) => PlacedObject {
  const objects = clusters.flatMap((cluster) => cluster?.objects ?? []);
  const paths = new Map(objects.map((object) => [keyOf(object), object.path]));
  return (object) => ({ ...object, path: paths.get(keyOf(object)) ?? object.path });
}

/** The objects that another program creates at runtime, or those that dist/ contains. */
function objectsOf(facts: ClusterFacts | undefined, isRuntime: boolean): PlacedObject[] {
  return (facts?.objects ?? []).filter(({ isAtRuntime = false }) => isAtRuntime === isRuntime);
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

function keyOf(object: PlacedObject): string {
  return objectKey(kubeObject(object));
}
