import type { RuleGroup } from './rule-group';

/** Alerts about workloads without a ready pod, and about failing requests from outside the cluster. */
export const ENDPOINT_RULES: RuleGroup = {
  name: 'endpoints',
  rules: [
    {
      alert: 'NoEndpoint',
      expr: [
        '(kube_deployment_spec_replicas > 0 and kube_deployment_status_replicas_available == 0)',
        'or (kube_statefulset_replicas > 0 and kube_statefulset_status_replicas_ready == 0)',
        'or (kube_daemonset_status_desired_number_scheduled > 0 and kube_daemonset_status_number_available == 0)',
      ].join('\n'),
      for: '5m',
      severity: 'critical',
      summary:
        'no pod of {{ $labels.deployment }}{{ $labels.statefulset }}{{ $labels.daemonset }} in {{ $labels.namespace }} is ready',
      description: 'Its Service has no endpoint. See kubectl describe pod, and the events of the namespace.',
    },
    {
      alert: 'RequestsFail',
      expr: 'sum by (host) (rate(nginx_ingress_controller_requests{status=~"5.."}[5m])) / sum by (host) (rate(nginx_ingress_controller_requests[5m])) > 0.05',
      for: '10m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.host }} fail',
      description:
        'They are answered with 5xx. See the logs of the pods behind the host, and of ingress-nginx.',
    },
  ],
};
