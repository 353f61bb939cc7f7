import type { RuleGroup } from './rule-group';

/** The CronJob that saves a cluster. */
export interface BackupJob {
  readonly namespace: string;
  /** The CronJob's name. */
  readonly name: string;
}

/**
 * A backup that is too old: the last good one, or where there was none yet the CronJob itself, is older than a day.
 *
 * A CronJob that is gone is told as well, as it would otherwise never grow old.
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
