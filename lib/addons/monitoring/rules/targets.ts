import type { RuleGroup } from './rule-group';

/** Alerts about scrape targets: without their metrics, no other alert fires. */
export function targetRules(jobs: readonly string[]): RuleGroup {
  return {
    name: 'targets',
    rules: [
      {
        alert: 'TargetDown',
        expr: 'up == 0',
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.job }} at {{ $labels.instance }} does not answer',
        description:
          'Its metrics are missing. See whether the pod runs, and whether isolation lets the scrape through.',
      },
      {
        alert: 'TargetMissing',
        expr: jobs.map((job) => `absent(up{job="${job}"})`).join(' or '),
        for: '15m',
        severity: 'warning',
        summary: 'no target of {{ $labels.job }} is found',
        description:
          'No pod matches the job, or Prometheus may not list pods there. Alerts on its metrics are silent.',
      },
    ],
  };
}
