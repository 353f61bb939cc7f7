import { APPROUTING_REQUESTS } from '../rules/gateway-requests';
import { buildGateways } from './gateways';

/**
 * Builds the dashboard of the gateway of AKS's application routing. It has no limits on requests, and no metrics of istiod,
 * which AKS operates. `gatewaySettings` states the statistics that the gateway keeps.
 *
 * @returns the JSON of the dashboard
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
export function buildApprouting(): string {
  return buildGateways({
    requests: APPROUTING_REQUESTS,
    job: 'approuting',
    container: 'istio-proxy',
    clients: 'sum by (pod) (envoy_server_total_connections{job="approuting"})',
    duration: { metric: 'envoy_cluster_upstream_rq_time', matchers: 'job="approuting"' },
    certificates: {
      '{{namespace}}/{{name}}':
        'min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds) - time()',
    },
  });
}
