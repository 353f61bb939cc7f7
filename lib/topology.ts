import type { Construct } from 'constructs';
import { AiworkerCluster } from './systems/aiworker/cluster';
import { AlgestaCluster } from './systems/algesta/cluster';
import { ArcanaCluster } from './systems/arcana/cluster';
import type { Configuration } from './systems/configuration';

/** Makes the constructs of all clusters. The program and the tests call this function. */
export function topology(app: Construct, config: Configuration): void {
  new AiworkerCluster(app, config.aiworker);
  new AlgestaCluster(app, 'aks-algesta-dev', config.algesta['aks-algesta-dev']);
  new AlgestaCluster(app, 'aks-algesta-production', config.algesta['aks-algesta-production']);
  new ArcanaCluster(app, config.arcana);
}
