import { type CronJobName, cronJobMatchers, failedSinceSuccess } from './cron-job';
import type { RuleGroup } from './rule-group';

/**
 * Alerts about missing backups: a group for each CronJob.
 *
 * `BackupTooOld` fires if the last successful backup is older than a day, or the CronJob itself if no backup has
 * succeeded. `BackupFailed` fires if a run failed, after all of its tries, and none has succeeded since. `BackupMissing`
 * fires if the CronJob does not exist or is suspended: without a CronJob, the other alerts have no series.
 */
export function backupRules(...cronJobs: readonly CronJobName[]): RuleGroup[] {
  return cronJobs.map(rulesOf);
}

function rulesOf(cronJob: CronJobName): RuleGroup {
  const { namespace, name } = cronJob;
  const matchers = cronJobMatchers(cronJob);
  const max = 'max by (namespace, cronjob) ';
  return {
    name,
    rules: [
      {
        alert: 'BackupTooOld',
        expr: `time() - (${max}(kube_cronjob_status_last_successful_time{${matchers}}) or ${max}(kube_cronjob_created{${matchers}})) > 86400`,
        for: '5m',
        severity: 'critical',
        summary: `the last good backup of ${name} is {{ $value | humanizeDuration }} old`,
        description: `Jobs of the CronJob ${name} in ${namespace} fail or do not start. See the logs of their containers, in order.`,
      },
      {
        alert: 'BackupFailed',
        expr: failedSinceSuccess(cronJob),
        for: '5m',
        severity: 'warning',
        summary: `a backup of ${name} failed`,
        description: `A job of the CronJob ${name} in ${namespace} failed, and none has succeeded since. See the logs of its containers, in order.`,
      },
      {
        alert: 'BackupMissing',
        expr: `absent(kube_cronjob_created{${matchers}}) or kube_cronjob_spec_suspend{${matchers}} == 1`,
        for: '1h',
        severity: 'critical',
        summary: `${name} does not run`,
        description: `The CronJob ${name} in ${namespace} does not exist, or is suspended.`,
      },
    ],
  };
}
