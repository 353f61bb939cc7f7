import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterFacts } from '../checks/engine/cluster-facts';
import type { ManifestObject } from '../config/manifest-file';
import { readManifests } from '../config/manifests';
import { TopologyApp } from '../core/topology-app';
import type { Manifest } from '../output/manifest';
import { factsOf, render } from '../synth';
import { readConfiguration } from '../systems/configuration';
import { topology } from '../topology';
import { selectClusters } from './synth';

/** A cluster as dist/ has it, and what the program knows about it. */
export interface WrittenCluster {
  readonly objects: readonly ManifestObject[];
  readonly facts: ClusterFacts;
}

/**
 * Reads the folder of a cluster in dist/.
 *
 * @throws Error if the cluster is unknown, or if the folder is missing or differs from what a synth would write; SynthError
 * or ConfigError if a synth would fail
 */
export function readCluster(name: string): WrittenCluster {
  const app = new TopologyApp();
  topology(app, readConfiguration('config'));
  selectClusters(app, [name]);
  const folder = join(app.outdir, name);
  const remedy = `run npm run synth -- ${name}, review the changes, and apply them`;
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${folder}: the folder is missing: ${remedy}`);
  const manifests = app.manifests().filter(({ cluster }) => cluster === name);
  const differing = differences(app, name, manifests);
  if (differing.length > 0)
    throw new Error(differing.map((path) => `${path}: the file is not up to date: ${remedy}`).join('\n'));
  const [facts] = factsOf(app, manifests);
  if (facts === undefined) throw new Error(`cluster "${name}" has no objects: add objects to it`);
  return { objects: readManifests([folder]), facts };
}

/** The files that a synth would add, change or remove. */
function differences(app: TopologyApp, name: string, manifests: readonly Manifest[]): string[] {
  const rendered = new Map(
    render(app, { clusters: [name] }, manifests).map((file) => [join(app.outdir, file.path), file] as const),
  );
  const present = readdirSync(join(app.outdir, name), { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(app.outdir, name, entry.name));
  const changed = [...rendered].filter(([path, file]) => textOf(path) !== file.content).map(([path]) => path);
  return [...changed, ...present.filter((path) => !rendered.has(path))].sort();
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
