import { ENVOY_REQUESTS } from '../rules/gateway-requests';
import { buildGateways } from './gateways';
import { graph } from './panels';

/** The listeners of gateways, without those of metrics and readiness. */
const LISTENERS = 'job="envoy", envoy_http_conn_manager_prefix=~"https?-.+"';

/** The results of Envoy Gateway's work, by metric. */
const WORK = {
  'status of objects': 'status_update_total',
  'objects of Envoys': 'resource_apply_total',
  'configuration of Envoys': 'xds_snapshot_create_total',
  'messages between its parts': 'watchable_subscribe_total',
} as const;

/**
 * Builds the dashboard of Envoy Gateway and its Envoys.
 *
 * The percentiles are those of all routes of a gateway: a histogram has more than twenty series, which would be stored for
 * each route and Envoy.
 *
 * @returns the JSON of the dashboard
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/stats
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats
 * @see https://gateway.envoyproxy.io/docs/tasks/observability/gateway-exported-metrics/
 */
export function buildEnvoyGateway(): string {
  const refused = (metric: string) => `sum(increase(${metric}[5m])) or vector(0)`;
  return buildGateways({
    requests: ENVOY_REQUESTS,
    job: 'envoy',
    container: 'envoy',
    clients: `sum by (pod) (envoy_http_downstream_cx_active{${LISTENERS}})`,
    duration: { metric: 'envoy_http_downstream_rq_time', matchers: LISTENERS },
    certificates: {
      '{{envoy_tls_certificate}}':
        'min by (envoy_tls_certificate) (envoy_listener_ssl_certificate_expiration_unix_time_seconds{job="envoy"}) - time()',
    },
    panels: [
      graph('Refused requests within 5 minutes', 'short', {
        'rate limit (429)': refused('envoy_http_local_rate_limit_rate_limited{job="envoy"}'),
        'body too large (413)': refused(`envoy_http_downstream_rq_too_large{${LISTENERS}}`),
        'no memory (503)': refused(`envoy_http_downstream_rq_overload_close{${LISTENERS}}`),
      }),
      graph('Memory of Envoys in percent of the limit of Envoy', 'percent', {
        '{{pod}}': 'envoy_overload_envoy_resource_monitors_fixed_heap_pressure{job="envoy"}',
      }),
      graph('Errors of Envoy Gateway within 15 minutes', 'short', {
        ...Object.fromEntries(
          Object.entries(WORK).map(([title, metric]) => [
            title,
            `sum(increase(${metric}{job="envoy-gateway", status="failure"}[15m])) or vector(0)`,
          ]),
        ),
        reconciliation:
          'sum(increase(controller_runtime_reconcile_errors_total{job="envoy-gateway"}[15m])) or vector(0)',
      }),
      graph('Envoys with a connection to Envoy Gateway', 'short', {
        connected: 'sum(envoy_control_plane_connected_state{job="envoy"})',
        'leaders of Envoy Gateway': 'sum(leader_election_master_status{job="envoy-gateway"})',
      }),
    ],
  });
}
