import type { Construct } from 'constructs';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import { StatelessWorkload } from '../../../workloads/stateless-workload';
import type { PlatformWorkloadProps } from './platform-workload';

/**
 * The BullMQ workers, which take jobs from Redis.
 *
 * They accept no connections, so they have neither a Service nor probes. A worker that fails exits and is restarted.
 */
export class QueueWorkers extends StatelessWorkload {
  constructor(scope: Construct, id: string, { namespace, env, pullSecret }: PlatformWorkloadProps) {
    super(scope, id, {
      namespace,
      name: 'aiworker-workers',
      replicas: 2,
      image: IMAGES.aiworkerWorkers,
      pullSecret,
      user: 1000,
      env: { HOME: '/tmp', ...env },
      scratch: { '/tmp': '256Mi' },
      // A worker that is told to stop takes no new job and finishes the current one.
      gracePeriodSeconds: 120,
      resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '400m', memory: '512Mi' } },
    });
    placeIn(this, Stage.workloads, namespace.name);
  }
}
