import type { ClusterFacts, CopiedNamespace } from './checks/engine/cluster-facts';
import type { CheckOptions } from './checks/engine/rule';
import { type CheckResult, runChecks } from './checks/engine/run-checks';
import { RULES } from './checks/rules';
import { KINDS_WITH_IMMUTABLE_FIELDS } from './checks/rules/immutable-fields';
import { acceptedRisks } from './core/accept-risk';
import type { NamespaceCopy } from './core/namespace-copies';
import { isAtRuntime } from './core/runtime';
import { SynthError, type TopologyApp } from './core/topology-app';
import { type Manifest, type RenderedFile, renderDocuments, renderManifest } from './output/manifest';
import { previousObjects } from './output/previous';
import type { Progress } from './output/progress';
import { type Changes, repair, writeFiles } from './output/writer';

/** The options of a synth. */
export interface SynthOptions {
  /**
   * The clusters to write. The folders of other clusters are not changed.
   *
   * @default all clusters; the folders of clusters that no longer exist are removed
   */
  readonly clusters?: readonly string[];
  /** Receives each warning of the checks, in one line. @default writes it to stderr */
  readonly warn?: (line: string) => void;
  /**
   * The date against which end-of-support dates are checked. It changes warnings only, never a file.
   *
   * @default none: dates are not checked
   */
  readonly today?: Date;
  /** Receives what the synth does at the moment. @default none */
  readonly progress?: Progress;
  /** The objects whose immutable fields may change, as `KIND/NAMESPACE/NAME` or `KIND/NAME`. @default none */
  readonly replace?: readonly string[];
}

/** The result of a synth. */
export interface SynthResult {
  readonly files: readonly RenderedFile[];
  readonly changes: Changes;
}

/**
 * Renders all clusters, checks them against the rules of lib/checks, and writes the files that changed to dist/.
 *
 * @throws SynthError with all problems; no file is changed in this case
 */
export function synth(app: TopologyApp, options: SynthOptions = {}): SynthResult {
  const { warn = (line) => process.stderr.write(`${line}\n`), progress = () => {} } = options;
  repair(app.outdir, (line) => warn(`warning: ${line}`));
  progress('rendering the clusters');
  const manifests = selected(app.manifests(), options);
  const files = filesOf(app, manifests, options);
  const contents = new Map(files.map((file) => [file.path, file]));
  const previous = (path: string) =>
    previousObjects(app.outdir, path, () => contents.get(path)?.content ?? '', KINDS_WITH_IMMUTABLE_FIELDS);
  progress('checking the clusters');
  const warnings = requireNoErrors(app, manifests, { ...options, previous });
  const changes = writeFiles({ outdir: app.outdir, files: contents, folders: options.clusters, progress });
  for (const warning of warnings) warn(`warning: ${warning}`);
  return { files, changes };
}

/**
 * The files that {@link synth} would write, in the order of their paths. Nothing is written.
 *
 * @param all the manifests of the app @default they are rendered
 * @throws SynthError with all problems
 */
export function render(
  app: TopologyApp,
  options: Pick<SynthOptions, 'clusters'> = {},
  all: readonly Manifest[] = app.manifests(),
): RenderedFile[] {
  const manifests = selected(all, options);
  requireNoErrors(app, manifests);
  return filesOf(app, manifests, options);
}

/**
 * The manifest of one file. All files are checked.
 *
 * @param path the path below dist/, such as `aiworker/00-namespaces.k8s.yaml`
 * @param manifests the files to check @default all of the app
 * @throws SynthError with all problems; Error if no file has this path
 */
export function checkedManifest(
  app: TopologyApp,
  path: string,
  manifests: readonly Manifest[] = app.manifests(),
): Manifest {
  requireNoErrors(app, manifests);
  const manifest = manifests.find((file) => file.path === path);
  if (manifest === undefined)
    throw new Error(`file "${path}" is not part of dist/: use the name of a file in dist/`);
  return manifest;
}

/** The options of the checks. */
export interface CheckSettings extends CheckOptions {
  /** Returns the previous objects of a file. @default none: changes of immutable fields are not checked */
  readonly previous?: ClusterFacts['previous'];
}

/** The findings of the checks. */
export function check(
  app: TopologyApp,
  manifests: readonly Manifest[] = app.manifests(),
  { previous, today, replace }: CheckSettings = {},
): CheckResult {
  return runChecks({ clusters: factsOf(app, manifests, previous), rules: RULES, today, replace });
}

/** The facts of every cluster that has a manifest. */
export function factsOf(
  app: TopologyApp,
  manifests: readonly Manifest[] = app.manifests(),
  previous: ClusterFacts['previous'] = () => undefined,
): ClusterFacts[] {
  const copies = app.copies.flatMap((group) => group.copies);
  return app.clusters.flatMap((cluster) => {
    const own = manifests.filter((manifest) => manifest.cluster === cluster.name);
    if (own.length === 0) return [];
    const objects = own.flatMap((manifest) =>
      manifest.objects.map(({ construct, json }) => ({
        json,
        path: construct.node.path,
        file: manifest.path,
        isAtRuntime: isAtRuntime(construct),
      })),
    );
    return [
      {
        name: cluster.name,
        kubernetesVersion: cluster.kubernetesVersion,
        components: cluster.components,
        nodes: cluster.nodes,
        provider: cluster.provider,
        network: cluster.network,
        connections: cluster.isolation.connections,
        expectedSecrets: cluster.expectedSecrets,
        acceptedRisks: acceptedRisks(cluster),
        objects,
        copies: copies.filter((copy) => copy.cluster === cluster.name).map(copiedNamespace),
        previous,
      },
    ];
  });
}

/** The warnings of the checks. @throws SynthError if they find errors */
function requireNoErrors(...parameters: Parameters<typeof check>): readonly string[] {
  const { errors, warnings } = check(...parameters);
  if (errors.length > 0) throw new SynthError(errors);
  return warnings;
}

function selected(manifests: readonly Manifest[], { clusters }: SynthOptions): Manifest[] {
  return manifests.filter(({ cluster }) => clusters?.includes(cluster) ?? true);
}

function filesOf(
  app: TopologyApp,
  manifests: readonly Manifest[],
  { clusters }: SynthOptions,
): RenderedFile[] {
  const isSelected = ({ cluster }: { readonly cluster: string }) => clusters?.includes(cluster) ?? true;
  const rendered = manifests.flatMap(written).map(renderManifest);
  const plain = app.plainFiles.filter(isSelected).map(renderDocuments);
  const copied = app.copies.flatMap(({ copies }) => copies.filter(isSelected));
  if (copied.length > 0) verifyTemplates(app, rendered);
  return [...rendered, ...plain, ...copied].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @throws Error if a template does not give the file that the constructs give: this is a bug of the program */
function verifyTemplates(app: TopologyApp, rendered: readonly RenderedFile[]): void {
  const contents = new Map(rendered.map(({ path, content }) => [path, content]));
  for (const { original, node } of app.copies) {
    const content = contents.get(original.path);
    if (content !== undefined && content !== original.content)
      throw new Error(`${node.path}: the template differs from ${original.path}: report this bug`);
  }
}

function copiedNamespace(copy: NamespaceCopy): CopiedNamespace {
  const { owner, namespace: name, path: file } = copy;
  return { name, of: owner.original.namespace, path: owner.node.path, file, objects: () => copy.json() };
}

/** The manifest without the objects that another program creates at runtime; none if no objects are left. */
function written(manifest: Manifest): Manifest[] {
  const objects = manifest.objects.filter(({ construct }) => !isAtRuntime(construct));
  return objects.length > 0 ? [{ ...manifest, objects }] : [];
}
