import type { Alert } from './rule-group';

/** A counter of the responses of the pods behind a gateway, by route and by the class of the status. */
export interface RouteRequests {
  readonly metric: string;
  /** The matchers of the gateway's routes, such as `job="envoy"`. */
  readonly matchers: string;
  /** The label with the name of a route. */
  readonly route: string;
  /** The label with the class of the status. */
  readonly statusClass: string;
  /** The class of 5xx. */
  readonly failed: string;
  /** A sentence about the value of {@link route}. */
  readonly meaning: string;
}

/** The requests of Envoy Gateway's routes. @see https://gateway.envoyproxy.io/docs/tasks/observability/proxy-metric/ */
export const ENVOY_REQUESTS: RouteRequests = {
  metric: 'envoy_cluster_upstream_rq_xx',
  matchers: 'job="envoy", envoy_cluster_name=~"httproute/.+"',
  route: 'envoy_cluster_name',
  statusClass: 'envoy_response_code_class',
  failed: '5',
  meaning: 'The name contains the namespace and the name of the HTTPRoute.',
};

/**
 * The requests of application routing's Services. Istio extracts the class from the name, so that the metric has series
 * without a class as well.
 *
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
export const APPROUTING_REQUESTS: RouteRequests = {
  metric: 'envoy_cluster_upstream_rq',
  matchers: 'job="approuting"',
  route: 'cluster_name',
  statusClass: 'response_code_class',
  failed: '5xx',
  meaning: 'The name contains the port and the host name of the Service.',
};

/**
 * The requests per second over five minutes, by labels.
 *
 * @param status a matcher of the class of the status; by default every series with a class
 */
export function requestRate(requests: RouteRequests, labels: string, status = '=~".+"'): string {
  const { metric, matchers, statusClass } = requests;
  return `sum by (${labels}) (rate(${metric}{${matchers}, ${statusClass}${status}}[5m]))`;
}

/** The requests per second that get 5xx, by labels. */
export function failureRate(requests: RouteRequests, labels: string): string {
  return requestRate(requests, labels, `="${requests.failed}"`);
}

/** The share of the requests to each route that get 5xx. */
export function failedShare(requests: RouteRequests): string {
  return `${failureRate(requests, requests.route)} / ${requestRate(requests, requests.route)}`;
}

/** The alert about a route whose pods fail. */
export function requestsFail(requests: RouteRequests): Alert {
  return {
    alert: 'GatewayRequestsFail',
    expr: `${failedShare(requests)} > 0.05`,
    for: '10m',
    severity: 'critical',
    summary: `{{ $value | humanizePercentage }} of the requests to {{ $labels.${requests.route} }} fail`,
    description: `They are answered with 5xx. ${requests.meaning} See the logs of the pods behind it, and of the gateway.`,
  };
}
