import { ApiObject, App, type AppProps, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Labels } from '../kube/labels';
import type { Manifest, ManifestObject } from '../output/manifest';
import { ClusterBase } from './cluster-base';
import { resolveLabels } from './common-labels';
import { NamespaceCopies } from './namespace-copies';
import { resolvePlacement } from './placement';
import { PlainFile } from './plain-file';

/** All problems of a synth, thrown at once. */
export class SynthError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SynthError';
  }
}

/**
 * The root of the construct tree: its children are clusters.
 *
 * {@link synth} of lib/synth.ts checks the tree and writes it. cdk8s's own synth does not know the files of a cluster.
 *
 * @see docs/decisions/0001-own-synth.md
 */
export class TopologyApp extends App {
  constructor(props: Pick<AppProps, 'outdir'> = {}) {
    super(props);
  }

  /** The clusters, in the order in which they were made. */
  get clusters(): readonly ClusterBase[] {
    return this.node.children.filter(ClusterBase.isCluster);
  }

  /** The files of dist/ that other programs read. */
  get plainFiles(): readonly PlainFile[] {
    return this.node.findAll().filter((node) => node instanceof PlainFile);
  }

  /** The namespaces that are filled from templates. {@link manifests} does not contain them. */
  get copies(): readonly NamespaceCopies[] {
    return this.node.findAll().filter((node) => node instanceof NamespaceCopies);
  }

  /** @throws Error always: cdk8s would write one file for each cluster, and check nothing */
  override synth(): never {
    throw new Error(
      'app.synth() is not supported: call synth(app) of lib/synth, which checks the tree first',
    );
  }

  /**
   * Validates the tree once and renders its objects: the manifest of each file, in the order of the files' paths.
   *
   * Objects are in the order in which they were made, except that each comes after the objects on which it depends.
   *
   * @throws SynthError with all problems of the tree
   */
  manifests(): Manifest[] {
    const { nodes, files, problems } = this.walk();
    const dependent = nodes.filter((node) => node.node.dependencies.length > 0);
    const all = [...problems, ...orderProblems(dependent, files), ...duplicatePaths(this.plainFiles)];
    if (all.length > 0) throw new SynthError(all);
    const manifests = new Map<string, Manifest & { objects: ManifestObject[] }>();
    for (const object of inDependencyOrder([...files.keys()])) {
      const path = files.get(object) as string;
      const manifest = manifests.get(path) ?? { path, cluster: folderOf(path), objects: [] };
      manifests.set(path, manifest);
      manifest.objects.push({ construct: object, json: object.toJson() as object });
    }
    return [...manifests.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Visits every construct once: validates it, resolves the path of its file, and adds the labels stated above it. */
  private walk() {
    const nodes: IConstruct[] = [];
    const files = new Map<ApiObject, string>();
    const problems: string[] = [];
    const visit = (node: IConstruct, cluster: string | undefined, above: Above) => {
      const report = (problem: string) => problems.push(`${node.node.path}: ${problem}`);
      nodes.push(node);
      for (const problem of node.node.validate()) report(problem);
      const placement = resolvePlacement(node, above.placement);
      const labels = resolveLabels(node, above.labels);
      const name = ClusterBase.isCluster(node) ? node.name : cluster;
      if (Chart.isChart(node) && !ClusterBase.isCluster(node))
        report('a cdk8s Chart is not written to dist/: use a Construct below a cluster');
      if (ApiObject.isApiObject(node)) {
        if (name === undefined || placement === undefined)
          report('no file is stated for this object: call placeIn() in its construct');
        else files.set(node, `${name}/${placement.fileName}`);
        for (const [key, value] of Object.entries(labels))
          if (node.metadata.getLabel(key) === undefined) node.metadata.addLabel(key, value);
      }
      for (const child of node.node.children) visit(child, name, { placement, labels });
    };
    visit(this, undefined, { placement: undefined, labels: {} });
    return { nodes, files, problems };
  }
}

interface Above {
  readonly placement: ReturnType<typeof resolvePlacement>;
  readonly labels: Labels;
}

/** The objects in the order in which they were made, except that each comes after those on which it depends. */
function inDependencyOrder(objects: readonly ApiObject[]): readonly ApiObject[] {
  const ordered = new Set<ApiObject>();
  const started = new Set<ApiObject>();
  const visit = (object: ApiObject) => {
    if (started.has(object)) return;
    started.add(object);
    const scopes = new Set<IConstruct>(object.node.scopes);
    // Dependencies of the constructs above an object apply to the object as well.
    const dependencies = object.node.scopes.flatMap((scope) => scope.node.dependencies);
    for (const target of dependencies.flatMap((dependency) => dependency.node.findAll()))
      if (ApiObject.isApiObject(target) && !scopes.has(target)) visit(target);
    ordered.add(object);
  };
  for (const object of objects) visit(object);
  return [...ordered];
}

/** Files are applied in the order of their names: an object may depend on objects of the same file or of earlier ones. */
function orderProblems(nodes: readonly IConstruct[], files: ReadonlyMap<ApiObject, string>): string[] {
  const pathsOf = (node: IConstruct) =>
    node.node.findAll().flatMap((child) => files.get(child as ApiObject) ?? []);
  return nodes.flatMap((source) =>
    source.node.dependencies.flatMap((target) => {
      const from = pathsOf(source).sort()[0];
      const to = pathsOf(target).sort().at(-1);
      if (from === undefined || to === undefined || from >= to || folderOf(from) !== folderOf(to)) return [];
      return [
        `${source.node.path}: depends on ${target.node.path}, but ${fileIn(from)} is applied before ${fileIn(to)}: give ${target.node.path} an earlier stage`,
      ];
    }),
  );
}

function duplicatePaths(files: readonly PlainFile[]): string[] {
  const seen = new Map<string, PlainFile>();
  return files.flatMap((file) => {
    const other = seen.get(file.path);
    seen.set(file.path, file);
    if (other === undefined) return [];
    return [
      `${file.node.path}: ${file.path} is also written by ${other.node.path}: give one of them another name`,
    ];
  });
}

function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

function fileIn(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
