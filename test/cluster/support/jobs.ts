import { kubectl } from './kubectl';

/** Runs a CronJob once, and deletes its job. @throws Error if the job does not complete within a minute */
export function runJob(namespace: string, cronJob: string): void {
  const own = `--namespace=${namespace}`;
  kubectl(['create', 'job', 'once', `--from=cronjob/${cronJob}`, own]);
  kubectl(['wait', '--for=condition=Complete', 'job/once', own, '--timeout=60s']);
  kubectl(['delete', 'job', 'once', own]);
}
