import { ApiObject, App, type AppProps, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type CheckResult, runChecks } from '../checks/engine/run-checks';
import { KINDS_WITH_IMMUTABLE_FIELDS } from '../checks/rules/immutable-fields';
import { previousObjects } from '../output/previous';
import { type Changes, HEADER, writeFiles } from '../output/writer';
import { stringify } from '../output/yaml';
import { remember } from './origin';
import { ManifestFile } from './placement';
import { PlainFile } from './plain-file';

/** What a {@link TopologyApp} takes beside cdk8s's own settings. */
export interface TopologyAppProps extends Pick<AppProps, 'outdir'> {
  /** Where the checks' warnings go, a line each. @default stderr */
  readonly warn?: (line: string) => void;
  /**
   * The day against which end-of-support dates are held; it changes no file, only what is warned of.
   *
   * @default none, and no date is checked
   */
  readonly today?: Date;
}

/** One file and its objects, not yet YAML. */
export interface Manifest {
  /** The path below dist/, such as `aiworker/00-namespaces.k8s.yaml`. */
  readonly path: string;
  readonly cluster: string;
  /** The Kubernetes objects, in the order in which they are applied. */
  readonly json: readonly object[];
}

/** One file as it is to be written. */
export interface RenderedFile extends Pick<Manifest, 'path' | 'cluster'> {
  readonly content: string;
  /** How many Kubernetes objects it holds; none where it is for another program. */
  readonly objects: number;
}

/** What a synth wrote. */
export interface SynthResult {
  readonly files: readonly RenderedFile[];
  readonly changes: Changes;
}

/** All findings of a synth, thrown at once. */
export class SynthError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SynthError';
  }
}

/** What part of the tree a synth writes. */
export interface SynthOptions {
  /**
   * The clusters to write; the folders of the others are left alone.
   *
   * @default all of them, and folders of clusters that are gone are removed
   */
  readonly clusters?: readonly string[];
}

/**
 * A cdk8s app that writes each {@link ManifestFile} to its own place in dist/.
 *
 * It differs from cdk8s's own synth in what it promises: file names are stable, the whole tree is validated once
 * rather than once a chart (cdk8s's time grows with the square of the charts), and a failure writes nothing.
 *
 * @see docs/decisions/0001-own-synth.md
 */
export class TopologyApp extends App {
  private readonly warn: (line: string) => void;
  private readonly today: Date | undefined;

  constructor({ outdir, warn, today }: TopologyAppProps = {}) {
    super({ outdir });
    this.warn = warn ?? ((line) => process.stderr.write(`${line}\n`));
    this.today = today;
  }

  /**
   * Validates the tree, renders every file, holds them against the rules of lib/checks, and then writes those that
   * changed.
   *
   * @throws SynthError with every finding; nothing has been written then
   */
  override synth(): void {
    this.write();
  }

  /** As {@link synth}, for all clusters or some of them, and tells what was done. */
  write(options: SynthOptions = {}): SynthResult {
    const manifests = this.manifests(options);
    const files = this.files(manifests, options);
    const contents = new Map(files.map((file) => [file.path, file.content]));
    const warnings = this.demand(manifests, (path) =>
      previousObjects(this.outdir, path, contents.get(path) ?? '', KINDS_WITH_IMMUTABLE_FIELDS),
    );
    const changes = writeFiles({
      outdir: this.outdir,
      files: contents,
      folders: options.clusters,
    });
    for (const warning of warnings) this.warn(`warning: ${warning}`);
    return { files, changes };
  }

  /**
   * The files as they would be written, in the order of their paths, without touching the file system.
   *
   * @throws SynthError with every finding
   */
  render(options: SynthOptions = {}): RenderedFile[] {
    const manifests = this.manifests(options);
    this.demand(manifests);
    return this.files(manifests, options);
  }

  /**
   * One file as it would be written, and its objects; the others are only held against the rules.
   *
   * @param path below dist/, such as `aiworker/00-namespaces.k8s.yaml`
   * @throws SynthError with every finding; Error if no file has the path
   */
  renderFile(path: string): RenderedFile & Pick<Manifest, 'json'> {
    const manifests = this.manifests();
    this.demand(manifests);
    const manifest = manifests.find((file) => file.path === path);
    if (manifest === undefined)
      throw new Error(`no file is called ${path}: see dist/ for those that there are`);
    return { ...rendered(manifest), json: manifest.json };
  }

  /**
   * What the rules of lib/checks find, without a word of it being written or thrown.
   *
   * @param previous what a file held before; without it, nothing is said of what has changed
   */
  check(
    manifests: readonly Manifest[] = this.manifests(),
    previous?: (path: string) => readonly object[] | undefined,
  ): CheckResult {
    return runChecks({ app: this, manifests, previous, today: this.today });
  }

  /**
   * The objects of each file, in the order of the files' paths, before the rules of lib/checks have seen them.
   *
   * @throws SynthError with all that is wrong with the tree
   */
  manifests(options: SynthOptions = {}): Manifest[] {
    const nodes = this.node.findAll();
    const problems = nodes.flatMap((node) =>
      node.node.validate().map((problem) => `${node.node.path}: ${problem}`),
    );
    const contents = contentsOf(nodes);
    const dependent = nodes.filter((node) => node.node.dependencies.length > 0);
    problems.push(...misplaced(nodes), ...orderProblems(dependent), ...duplicatePaths(nodes));
    if (problems.length > 0) throw new SynthError(problems);
    const inOrder = dependent.length > 0 ? inDependencyOrder : (objects: readonly ApiObject[]) => objects;
    return [...contents]
      .filter(([file]) => options.clusters?.includes(file.cluster) ?? true)
      .map(([{ path, cluster }, objects]) => ({
        path,
        cluster,
        json: inOrder(objects).map((object) => remember(object.toJson() as object, object)),
      }))
      .sort(byPath);
  }

  /** The manifests, and beside them the files that other programs read. */
  private files(manifests: readonly Manifest[], { clusters }: SynthOptions): RenderedFile[] {
    const plain = this.node
      .findAll()
      .filter((node) => node instanceof PlainFile)
      .filter(({ cluster }) => clusters?.includes(cluster) ?? true)
      .map(({ path, cluster, documents }) => ({
        path,
        cluster,
        content: HEADER + stringify(documents),
        objects: 0,
      }));
    return [...manifests.map(rendered), ...plain].sort(byPath);
  }

  private demand(...run: Parameters<TopologyApp['check']>): readonly string[] {
    const { errors, warnings } = this.check(...run);
    if (errors.length > 0) throw new SynthError(errors);
    return warnings;
  }
}

function rendered({ path, cluster, json }: Manifest): RenderedFile {
  return { path, cluster, content: HEADER + stringify(json), objects: json.length };
}

/** The objects of each file, each in the file that is nearest above it. */
function contentsOf(nodes: readonly IConstruct[]): Map<ManifestFile, ApiObject[]> {
  const contents = new Map<ManifestFile, ApiObject[]>();
  for (const node of nodes) {
    if (node instanceof ManifestFile) contents.set(node, []);
    else if (node instanceof ApiObject && node.chart instanceof ManifestFile)
      contents.get(node.chart)?.push(node);
  }
  return contents;
}

/** The objects in the order in which they were made, save that each comes after those it depends on. */
function inDependencyOrder(objects: readonly ApiObject[]): readonly ApiObject[] {
  const own = new Set(objects);
  const ordered = new Set<ApiObject>();
  const visit = (object: ApiObject) => {
    if (ordered.has(object)) return;
    const needed = dependenciesOf(object).flatMap((target) => target.node.findAll());
    const within = new Set<IConstruct>(object.node.scopes);
    for (const target of needed) {
      if (target instanceof ApiObject && own.has(target) && !within.has(target)) visit(target);
    }
    ordered.add(object);
  };
  for (const object of objects) visit(object);
  return [...ordered];
}

/** What an object depends on itself, and through the constructs that it lies in. */
function dependenciesOf(object: ApiObject): IConstruct[] {
  return object.node.scopes.flatMap((scope) => scope.node.dependencies);
}

/** Objects that no file would hold: cdk8s would write them, so that they would go missing here without a word. */
function misplaced(nodes: readonly IConstruct[]): string[] {
  return nodes
    .filter((node) => node instanceof Chart && !(node instanceof ManifestFile))
    .map(
      (node) =>
        `${node.node.path}: a plain cdk8s chart has no place in dist/: make it with the cluster's file()`,
    );
}

/** A file is applied in the order of its name, so an object may depend only on what lies in the same file or before. */
function orderProblems(nodes: readonly IConstruct[]): string[] {
  return nodes.flatMap((source) =>
    source.node.dependencies.flatMap((target) => {
      const from = fileOf(source);
      const to = fileOf(target);
      if (from === undefined || to === undefined || from === to || from.cluster !== to.cluster) return [];
      if (from.fileName > to.fileName) return [];
      return [
        `${source.node.path}: depends on ${target.node.path}, which ${to.fileName} applies only after ${from.fileName}: give it an earlier stage`,
      ];
    }),
  );
}

function fileOf(node: IConstruct): ManifestFile | undefined {
  return node.node.scopes.findLast((scope): scope is ManifestFile => scope instanceof ManifestFile);
}

function duplicatePaths(nodes: readonly IConstruct[]): string[] {
  const seen = new Map<string, ManifestFile | PlainFile>();
  const problems: string[] = [];
  for (const file of nodes) {
    if (!(file instanceof ManifestFile || file instanceof PlainFile)) continue;
    const other = seen.get(file.path);
    if (other)
      problems.push(
        `${file.node.path}: writes ${file.path}, as ${other.node.path} does: give one another name`,
      );
    seen.set(file.path, file);
  }
  return problems;
}

function byPath(a: Pick<Manifest, 'path'>, b: Pick<Manifest, 'path'>): number {
  return a.path < b.path ? -1 : 1;
}
