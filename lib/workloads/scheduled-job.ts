import type { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import { withDisk } from './disk';

/** A CronJob. */
export interface ScheduledJobProps {
  readonly namespace: ClusterNamespace;
  readonly name: string;
  /** A cron schedule of five fields, in UTC. */
  readonly schedule: string;
  /** The maximum duration of a run, in seconds. */
  readonly deadlineSeconds: number;
  /**
   * The specification of the pods. Its restart policy is replaced by `Never`, and its priority class by the class of the
   * namespace.
   */
  readonly pod: k8s.PodSpec;
  /**
   * `'unset'` omits the deadline for a late start and the numbers of runs that are kept.
   *
   * @default a run starts at most one hour late; three successful and three failed runs are kept
   */
  readonly history?: 'unset';
}

/**
 * A scheduled job: a CronJob with at most one run at a time. A failed run is retried twice, each
 * time with a new pod, so that the log of each try is kept.
 *
 * A run that is missed, because the controller or the machine is down, starts late, but at most one hour late. Without
 * this limit, 100 missed runs would stop the schedule permanently.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export class ScheduledJob extends k8s.KubeCronJob {
  /** The pods: an end of a connection. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    const { namespace, name, schedule, deadlineSeconds, pod, history } = props;
    const labels = { app: name };
    super(scope, id, {
      metadata: { name, namespace: namespace.name },
      spec: {
        schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        ...(history !== 'unset' && {
          startingDeadlineSeconds: 3600,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
        }),
        jobTemplate: {
          spec: {
            backoffLimit: 2,
            activeDeadlineSeconds: deadlineSeconds,
            template: {
              metadata: { labels },
              spec: {
                ...withDisk(pod),
                priorityClassName: namespace.priorityClass?.name,
                restartPolicy: 'Never',
              },
            },
          },
        },
      },
    });
    this.pods = namespace.pods(labels);
  }
}
