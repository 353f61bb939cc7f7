import { TopologyApp } from '../../lib/core/topology-app';
import { AiworkerCluster } from '../../lib/systems/aiworker/cluster';
import type { AiworkerConfig } from '../../lib/systems/aiworker/config';

/** A valid image for a project or a preview. */
export const APP_IMAGE = 'git.aiworker.dev/my-project/my-project:1.0.0';

/** A small configuration of aiworker, like that of `config/aiworker.yaml`. */
export function aiworkerConfig(changes: Partial<AiworkerConfig> = {}): AiworkerConfig {
  return {
    domain: 'aiworker.dev',
    email: 'ops@aiworker.dev',
    serviceMesh: 'none',
    cluster: {
      kubernetesVersion: '1.36',
      nodes: [{ name: 'general', count: 4, cpu: '7910m', memory: '28Gi' }],
      network: {
        policyEngine: 'calico',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.96.0.0/12',
        nodeCidrs: ['10.0.0.0/16'],
        apiServer: { cidrs: ['10.0.0.10/32'], port: 6443 },
      },
    },
    backup: {
      schedule: '45 */6 * * *',
      endpoint: 'https://store.example',
      bucket: 'aiworker-backup',
      keepLast: 12,
      keepDaily: 7,
      keepWeekly: 4,
      keepMonthly: 6,
    },
    projects: [{ name: 'my-project' }],
    previews: [
      {
        id: 'abc123',
        project: 'my-project',
        createdAt: '2026-01-19T12:00:00Z',
        ttl: '168h',
        image: APP_IMAGE,
      },
    ],
    ...changes,
  };
}

/** An app with aiworker's cluster. A synth writes to `outdir`. */
export function aiworkerApp(changes: Partial<AiworkerConfig> = {}, outdir = 'dist'): TopologyApp {
  const app = new TopologyApp({ outdir });
  new AiworkerCluster(app, aiworkerConfig(changes));
  return app;
}
