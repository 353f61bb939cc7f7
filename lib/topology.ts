import type { Construct } from 'constructs';
import { AiworkerCluster } from './clusters/aiworker';
import type { Configuration } from './config/configuration';

/** Every cluster of the configuration, as constructs; what is tested is what ships. */
export function topology(app: Construct, config: Configuration): void {
  new AiworkerCluster(app, config.aiworker);
}
