import type { AiworkerConfig } from '../../lib/systems/aiworker/config';
import { aiworkerApp } from './aiworker';
import { jsonOf } from './manifests';
import type { Manifest } from './test-cluster';

/** An object of the cluster. */
export interface Rendered extends Manifest {
  /** The template of a PodTemplate, which has no specification. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into every kind of object
  readonly template?: any;
}

/** All objects of aiworker's cluster with the configuration of tests. */
export function aiworkerObjects(changes: Partial<AiworkerConfig> = {}): Rendered[] {
  return jsonOf(aiworkerApp(changes)).flatMap(({ json }) => json as Rendered[]);
}

/** The objects of the configuration without changes. */
export const OBJECTS = aiworkerObjects();

/** The only object of a kind and name. */
export function find(kind: string, name: string): Rendered {
  const found = OBJECTS.filter((object) => object.kind === kind && object.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0] as Rendered;
}

export const podOf = (kind: string, name: string) => find(kind, name).spec.template.spec;
export const containerOf = (kind: string, name: string) => podOf(kind, name).containers[0];
