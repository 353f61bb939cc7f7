import type { Construct } from 'constructs';
import { AiworkerCluster } from './clusters/aiworker';
import { AlgestaCluster } from './clusters/algesta';
import { ArcanaCluster } from './clusters/arcana';
import type { Configuration } from './config/configuration';

/** Every cluster of the configuration, as constructs; what is tested is what ships. */
export function topology(app: Construct, config: Configuration): void {
  new AiworkerCluster(app, config.aiworker);
  new AlgestaCluster(app, 'aks-algesta-dev', config.algesta['aks-algesta-dev']);
  new AlgestaCluster(app, 'aks-algesta-production', config.algesta['aks-algesta-production']);
  new ArcanaCluster(app, config.arcana);
}
