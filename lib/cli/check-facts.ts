import type { ClusterFacts, PlacedObject } from '../checks/engine/cluster-facts';
import { isClusterScoped, kubeObject, objectKey } from '../checks/engine/kube-object';
import { UNNAMED_CLUSTER } from '../checks/engine/unnamed-cluster';
import type { ManifestObject } from '../config/manifest-file';
import { TopologyApp } from '../core/topology-app';
import { factsOf } from '../synth';
import { readConfiguration } from '../systems/configuration';
import { topology } from '../topology';
import { selectClusters } from './synth';

/** The facts of a cluster with the objects of files, and the position of each object by its JSON. */
export interface CheckedFiles {
  readonly facts: ClusterFacts;
  readonly sources: ReadonlyMap<object, ManifestObject>;
}

/**
 * The facts of a cluster, with the objects of files instead of its own.
 *
 * The objects that another program creates at runtime are added if their namespace is in the files and the object is not:
 * the synth checks them, but does not write them to dist/.
 *
 * @param cluster the name of the cluster, or undefined for an unknown cluster
 * @throws ConfigError if config/ is invalid; Error if the cluster does not exist
 */
export function factsOfFiles(
  manifests: readonly ManifestObject[],
  cluster: string | undefined,
): CheckedFiles {
  const objects = manifests.map(({ file, json, positionOf }) => ({
    json: inNamespace(json),
    path: `${file}:${positionOf().line}`,
    file,
  }));
  const sources = new Map(
    objects.flatMap(({ json }, index) => {
      const source = manifests[index];
      return source ? [[json, source] as const] : [];
    }),
  );
  const facts = cluster === undefined ? { ...UNNAMED_CLUSTER, objects } : withObjects(cluster, objects);
  return { facts, sources };
}

/** An object in the namespace `default` if it names none, as for kubectl without another setting. */
function inNamespace(json: object): object {
  const { kind, namespace } = kubeObject({ json, path: '', file: '' });
  const { metadata } = json as { readonly metadata?: object };
  if (namespace !== undefined || isClusterScoped(kind)) return json;
  return { ...json, metadata: { ...metadata, namespace: 'default' } };
}

function withObjects(name: string, objects: readonly PlacedObject[]): ClusterFacts {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  selectClusters(app, [name]);
  const manifests = app.manifests().filter((manifest) => manifest.cluster === name);
  const [facts] = factsOf(app, manifests);
  if (facts === undefined) throw new Error(`cluster "${name}" has no objects: add objects to it`);
  const paths = new Map(objects.map((object) => [keyOf(object), object.path]));
  const isMissing = (object: PlacedObject) => {
    const { namespace = '' } = kubeObject(object);
    return !paths.has(keyOf(object)) && paths.has(objectKey({ kind: 'Namespace', name: namespace }));
  };
  const added = facts.objects.filter((object) => object.isAtRuntime && isMissing(object));
  const all = [...objects, ...added];
  return { ...facts, objects: all, copies: [], acceptedRisks: risksOfFiles(facts, paths) };
}

/** The accepted risks of a cluster, for the objects of files: they are matched by kind, namespace and name. */
function risksOfFiles(
  { name, objects, acceptedRisks }: ClusterFacts,
  paths: ReadonlyMap<string, string>,
): ClusterFacts['acceptedRisks'] {
  return acceptedRisks.flatMap((risk) => {
    const own = objects.filter(({ path }) => path.startsWith(`${risk.path}/`) || path === risk.path);
    const found = own.map((object) => paths.get(keyOf(object)) ?? object.path);
    return [...(risk.path === name ? [name] : []), ...found].map((path) => ({ ...risk, path }));
  });
}

function keyOf(object: PlacedObject): string {
  return objectKey(kubeObject(object));
}
