import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { StatelessWorkload } from '../../../workloads/stateless-workload';

/** What the workers work with. */
export interface QueueWorkersProps {
  readonly namespace: ClusterNamespace;
  /** Where they find database, queues and git. */
  readonly env: Env;
  /** The secret with which their image is pulled. */
  readonly pullSecret: { readonly name: string };
}

/**
 * The BullMQ workers, which take jobs from Redis.
 *
 * They serve nobody and so have neither Service nor probes: a worker that fails ends, and is started again.
 */
export class QueueWorkers extends Construct {
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, { namespace, env, pullSecret }: QueueWorkersProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, namespace.name);
    this.pods = new StatelessWorkload(this, 'workload', {
      namespace,
      name: 'aiworker-workers',
      replicas: 2,
      image: IMAGES.aiworkerWorkers,
      pullSecret,
      user: 1000,
      env: { HOME: '/tmp', ...env },
      scratch: { '/tmp': '256Mi' },
      // A worker that is asked to stop takes no further job, and finishes the one it has.
      gracePeriodSeconds: 120,
      resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '400m', memory: '512Mi' } },
    }).pods;
  }
}
