import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { Labels } from '../kube/labels';

/** What runs again and again. */
export interface ScheduledJobProps {
  readonly namespace: ClusterNamespace;
  readonly name: string;
  /** As cron has it, in UTC. */
  readonly schedule: string;
  /** The labels of its pods. */
  readonly labels: Labels;
  /** Seconds after which a run is ended. */
  readonly deadlineSeconds: number;
  readonly pod: k8s.PodSpec;
}

/**
 * A CronJob of which one run at a time is enough, that tries a failed run twice more.
 *
 * What was away when a run was due, the controller or the whole machine, makes up for one run within the hour; without
 * such a limit, 100 missed runs would stop the schedule for good.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export function scheduledJob(scope: Construct, id: string, props: ScheduledJobProps): k8s.KubeCronJob {
  const { namespace, name, schedule, labels, deadlineSeconds, pod } = props;
  return new k8s.KubeCronJob(scope, id, {
    metadata: { name, namespace: namespace.name },
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: deadlineSeconds,
          template: { metadata: { labels: { ...labels } }, spec: pod },
        },
      },
    },
  });
}
