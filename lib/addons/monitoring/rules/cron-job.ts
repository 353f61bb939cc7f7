/** A CronJob of the cluster. */
export interface CronJobName {
  readonly namespace: string;
  readonly name: string;
}

/** The matchers of the metrics of a CronJob. */
export function cronJobMatchers({ namespace, name }: CronJobName): string {
  return `namespace="${namespace}", cronjob="${name}"`;
}

/**
 * An expression for a failed job that started after the last success, or after the creation of the CronJob if there was
 * no success.
 */
export function failedSinceSuccess(cronJob: CronJobName): string {
  const { namespace, name } = cronJob;
  const matchers = cronJobMatchers(cronJob);
  const own = `kube_job_owner{namespace="${namespace}", owner_kind="CronJob", owner_name="${name}"}`;
  const failed = `kube_job_failed{namespace="${namespace}", condition="true"} == 1`;
  return [
    `max by (namespace) (kube_job_status_start_time and on (namespace, job_name) ${own} and on (namespace, job_name) (${failed}))`,
    '>',
    `(max by (namespace) (kube_cronjob_status_last_successful_time{${matchers}}) or max by (namespace) (kube_cronjob_created{${matchers}}))`,
  ].join('\n');
}
