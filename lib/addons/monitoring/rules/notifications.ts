import type { RuleGroup } from './rule-group';

/** The alert about an Alertmanager that cannot reach the receiver. It is visible in Grafana and Prometheus. */
export const NOTIFICATION_RULES: RuleGroup = {
  name: 'notifications',
  rules: [
    {
      alert: 'AlertmanagerNotificationsFailing',
      expr: 'sum by (integration, reason) (increase(alertmanager_notifications_failed_total[15m])) > 0',
      for: '5m',
      severity: 'critical',
      summary: 'Alertmanager cannot send notifications ({{ $labels.integration }}, {{ $labels.reason }})',
      description:
        'The receiver is not told of alerts. See the log of the pod alertmanager-0, and check the address in the Secret alertmanager-receiver: only port 443 on the internet is allowed.',
    },
  ],
};
