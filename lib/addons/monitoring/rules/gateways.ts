import { ENVOY_REQUESTS, requestsFail } from './gateway-requests';
import type { RuleGroup } from './rule-group';

/** The number of updates of one kind that each Envoy has rejected within a quarter of an hour. */
const rejected = (metric: string) =>
  `sum by (namespace, pod) (increase(${metric}_update_rejected{job="envoy"}[15m])) > 0`;

/**
 * Alerts about Envoy Gateway and its Envoys.
 *
 * `TargetDown` and `NoEndpoint` report pods that do not run, and `CertificateExpiringSoon` the certificates with which they
 * authenticate each other.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/observability/gateway-exported-metrics/
 * @see https://www.envoyproxy.io/docs/envoy/latest/operations/stats_overview
 */
export const GATEWAY_RULES: RuleGroup = {
  name: 'gateways',
  rules: [
    {
      alert: 'EnvoyGatewayWithoutLeader',
      expr: 'sum(leader_election_master_status{job="envoy-gateway"}) < 1',
      for: '5m',
      severity: 'critical',
      summary: 'no replica of Envoy Gateway is the leader',
      description:
        'New gateways get no Envoys, and no status is written. See the log of Envoy Gateway, and its access to the API server.',
    },
    {
      alert: 'EnvoyDisconnected',
      expr: 'envoy_control_plane_connected_state{job="envoy"} == 0',
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.pod }} has no connection to Envoy Gateway',
      description:
        'It serves with its last configuration, and sends requests to pods that no longer exist. See its log, the Certificates in its namespace, and whether Envoy Gateway runs.',
    },
    {
      alert: 'EnvoyRejectsUpdates',
      expr: ['envoy_listener_manager_lds', 'envoy_cluster_manager_cds', 'envoy_http_rds']
        .map(rejected)
        .join('\nor '),
      for: '1m',
      severity: 'critical',
      summary: '{{ $labels.pod }} rejects updates of its configuration',
      description:
        'Its routes and certificates no longer change. Its log names the part that is invalid. Undo the last change of a route, a listener or a policy.',
    },
    requestsFail(ENVOY_REQUESTS),
    {
      alert: 'EnvoyMemoryFull',
      expr: 'envoy_overload_envoy_resource_monitors_fixed_heap_pressure{job="envoy"} > 90',
      for: '5m',
      severity: 'warning',
      summary: '{{ $labels.pod }} uses {{ $value }} % of its memory',
      description: 'It refuses requests from 98 % on. Raise the memory limit of the Envoys.',
    },
  ],
};
