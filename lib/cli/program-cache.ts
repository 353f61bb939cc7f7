import type { TemplateStore } from '../systems/aiworker/preview-manifests';

/**
 * The texts that bin/run.js keeps between the runs of this program, until one of its files changes; undefined if bin/run.js
 * did not start it.
 */
export function programCache(): TemplateStore | undefined {
  return (globalThis as { [CACHE]?: TemplateStore })[CACHE];
}

const CACHE = Symbol.for('cluster-topology/cache');
