import { TopologyApp } from '../../lib/core/topology-app';
import { ArcanaCluster } from '../../lib/systems/arcana/cluster';
import { type ArcanaConfig, readArcana } from '../../lib/systems/arcana/config';
import { jsonOf } from './manifests';
import type { Manifest } from './test-cluster';

/** The shipped configuration, with changes. */
export function arcanaConfig(changes: Partial<ArcanaConfig> = {}): ArcanaConfig {
  return { ...readArcana('config/arcana.yaml'), ...changes };
}

/** An app with Arcana's cluster. */
export function arcanaApp(changes: Partial<ArcanaConfig> = {}): TopologyApp {
  const app = new TopologyApp({ outdir: 'dist' });
  new ArcanaCluster(app, arcanaConfig(changes));
  return app;
}

/** All objects of Arcana, in the order in which they are applied. */
export function arcanaObjects(changes: Partial<ArcanaConfig> = {}): Manifest[] {
  return jsonOf(arcanaApp(changes)).flatMap(({ json }) => json as Manifest[]);
}
