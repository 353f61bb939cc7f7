import type { RuleGroup } from './rule-group';

/** The share of requests to a Service that get a response of a class, over five minutes. */
const requests = (statuses: string) =>
  `sum by (cluster_name) (rate(envoy_cluster_upstream_rq{job="approuting", response_code_class=~"${statuses}"}[5m]))`;

/**
 * Alerts about requests through the gateway of AKS's application routing.
 *
 * `TargetMissing` reports a gateway without pods.
 *
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
export const APPROUTING_RULES: RuleGroup = {
  name: 'approuting',
  rules: [
    {
      alert: 'GatewayRequestsFail',
      expr: `${requests('5xx')} / ${requests('.+')} > 0.05`,
      for: '10m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.cluster_name }} fail',
      description:
        'They are answered with 5xx. The name contains the port and the host name of the Service. See the logs of the pods behind it, and of the gateway.',
    },
  ],
};
