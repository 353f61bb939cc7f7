import type { RuleGroup } from './rule-group';

/** The CronJob that backs up a cluster. */
export interface BackupJob {
  readonly namespace: string;
  /** The name of the CronJob. */
  readonly name: string;
}

/**
 * Alerts about missing backups.
 *
 * `BackupTooOld` fires if the last successful backup is older than a day, or the CronJob itself if no backup has
 * succeeded. `BackupMissing` fires if the CronJob does not exist or is suspended: without a CronJob, `BackupTooOld` has
 * no series.
 */
export function backupRules({ namespace, name }: BackupJob): RuleGroup {
  const job = `namespace="${namespace}", cronjob="${name}"`;
  return {
    name: 'backup',
    rules: [
      {
        alert: 'BackupTooOld',
        expr: `time() - (max(kube_cronjob_status_last_successful_time{${job}}) or max(kube_cronjob_created{${job}})) > 86400`,
        for: '5m',
        severity: 'critical',
        summary: 'the last good backup is {{ $value | humanizeDuration }} old',
        description: `Jobs of the CronJob ${name} in ${namespace} fail or do not start. See the logs of their containers, in order.`,
      },
      {
        alert: 'BackupMissing',
        expr: `absent(kube_cronjob_created{${job}}) or kube_cronjob_spec_suspend{${job}} == 1`,
        for: '1h',
        severity: 'critical',
        summary: 'nothing saves the cluster',
        description: `The CronJob ${name} in ${namespace} is not there, or is suspended.`,
      },
    ],
  };
}
