import type { Construct } from 'constructs';
import { AiworkerCluster } from './systems/aiworker/cluster';
import { AlgestaCluster } from './systems/algesta/cluster';
import { ArcanaCluster } from './systems/arcana/cluster';
import type { Configuration } from './systems/configuration';

/** Every cluster of the configuration, as constructs; what is tested is what ships. */
export function topology(app: Construct, config: Configuration): void {
  new AiworkerCluster(app, config.aiworker);
  new AlgestaCluster(app, 'aks-algesta-dev', config.algesta['aks-algesta-dev']);
  new AlgestaCluster(app, 'aks-algesta-production', config.algesta['aks-algesta-production']);
  new ArcanaCluster(app, config.arcana);
}
