import { createHash } from 'node:crypto';
import type { ClusterFacts } from '../checks/engine/cluster-facts';
import { TopologyApp } from '../core/topology-app';
import type { RenderedFile } from '../output/manifest';
import { factsOf, render } from '../synth';
import { readConfiguration } from '../systems/configuration';
import { topology } from '../topology';

/** The folder of the configuration. */
export const CONFIGURATION = 'config';

/** All clusters as a synth would write them. */
export interface Tree {
  readonly clusters: readonly ClusterFacts[];
  /** The files of dist/, by path below it. */
  readonly files: ReadonlyMap<string, RenderedFile>;
}

/**
 * The present tree, from config/ and lib/.
 *
 * @throws ConfigError if config/ is invalid; SynthError if a synth would fail
 */
export function presentTree(): Tree {
  const app = appOf(CONFIGURATION);
  const files = new Map(render(app).map((file) => [file.path, file]));
  return { clusters: factsOf(app), files };
}

/**
 * The clusters that the configuration in a folder describes, without the checks.
 *
 * @throws ConfigError if the configuration is invalid
 */
export function describedIn(folder: string): ClusterFacts[] {
  return factsOf(appOf(folder));
}

function appOf(folder: string): TopologyApp {
  const app = new TopologyApp();
  topology(app, readConfiguration(folder));
  return app;
}

/** The name that git gives to a content. */
export function blobId(content: string, hash: 'sha1' | 'sha256'): string {
  const bytes = Buffer.from(content);
  return createHash(hash).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Whether `kubectl apply -f dist/CLUSTER` reads a file: it reads no subfolder. */
export function isApplied(path: string): boolean {
  return path.split('/').length === 2 && /\.(json|yaml|yml)$/.test(path);
}

/** The cluster of a file of dist/. */
export function clusterOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')));
}
