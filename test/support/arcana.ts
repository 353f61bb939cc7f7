import { ArcanaCluster } from '../../lib/clusters/arcana';
import { type ArcanaConfig, readArcana } from '../../lib/config/arcana';
import { TopologyApp } from '../../lib/output/topology-app';
import type { Manifest } from './test-cluster';

/** The configuration that ships, with changes. */
export function arcanaConfig(changes: Partial<ArcanaConfig> = {}): ArcanaConfig {
  return { ...readArcana('config/arcana.yaml'), ...changes };
}

/** The app of Arcana. */
export function arcanaApp(changes: Partial<ArcanaConfig> = {}): TopologyApp {
  const app = new TopologyApp({ outdir: 'dist' });
  new ArcanaCluster(app, arcanaConfig(changes));
  return app;
}

/** All objects of Arcana, in the order in which they are applied. */
export function arcanaObjects(changes: Partial<ArcanaConfig> = {}): Manifest[] {
  return arcanaApp(changes)
    .manifests()
    .flatMap(({ json }) => json as Manifest[]);
}
