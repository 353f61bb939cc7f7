import { CERT_MANAGER_NAMESPACE, FOREIGN_CONTROLLER, METRICS_PORT } from '../../certificates/installation';
import type { PodGroup } from '../../core/isolation/connection';
import type { ApproutingIngress } from '../../ingress/approuting/approuting-ingress';
import type { EnvoyGatewayController } from '../../ingress/envoy/controller';
import type { NginxController } from '../../ingress/nginx/controller';
import type { ScrapeJob } from './scrape-job';

/**
 * The metrics of cert-manager's controller: the expiry of certificates.
 *
 * @param controller its pods, if the cluster describes their namespace; otherwise its Service is scraped
 */
export function certManagerJob(controller?: PodGroup): ScrapeJob {
  const job = 'cert-manager';
  // The namespace in the metrics is that of a certificate.
  if (controller) return { job, pods: controller, port: METRICS_PORT, honorLabels: true };
  const service = `cert-manager.${CERT_MANAGER_NAMESPACE.name}.svc:${METRICS_PORT}`;
  return { job, pods: FOREIGN_CONTROLLER, port: METRICS_PORT, service };
}

/** The port of the metrics of an ingress-nginx controller. */
interface NginxMetrics extends Partial<Pick<NginxController, 'placement'>> {
  readonly metrics: Pick<ScrapeJob, 'pods' | 'port' | 'listForeignPods'>;
}

/**
 * The metrics of ingress-nginx: requests, their duration and connections, without the histograms of every path.
 *
 * A controller on the host network is scraped at the addresses of the nodes.
 */
export function ingressNginxJob({ metrics, placement }: NginxMetrics): ScrapeJob {
  return {
    job: 'ingress-nginx',
    pods: metrics.pods,
    port: metrics.port,
    listForeignPods: metrics.listForeignPods,
    keep: [
      'nginx_ingress_controller_requests',
      'nginx_ingress_controller_request_duration_seconds_(sum|count)',
      'nginx_ingress_controller_ssl_expire_time_seconds',
      'nginx_ingress_controller_config_last_reload_successful',
      'nginx_ingress_controller_success',
      'nginx_ingress_controller_nginx_process_connections',
    ],
    onHostNetwork: placement === 'hostNetwork',
  };
}

/**
 * The metrics of Envoy Gateway, and of its Envoys: requests, their duration, connections, memory, and rejected updates.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/observability/proxy-metric/
 */
export function envoyGatewayJobs({ metrics }: Pick<EnvoyGatewayController, 'metrics'>): ScrapeJob[] {
  return [
    {
      job: 'envoy-gateway',
      ...metrics.controller,
      keep: [
        'controller_runtime_reconcile_errors_total',
        'leader_election_master_status',
        'resource_apply_total',
        'status_update_total',
        'watchable_subscribe_total',
        'xds_snapshot_create_total',
      ],
    },
    {
      job: 'envoy',
      ...metrics.envoys,
      path: '/stats/prometheus',
      keep: [
        'envoy_cluster_manager_cds_update_(rejected|success)',
        'envoy_cluster_upstream_cx_(active|connect_fail)',
        'envoy_cluster_upstream_rq_time_(sum|count)',
        'envoy_cluster_upstream_rq_xx',
        'envoy_control_plane_connected_state',
        'envoy_http_downstream_cx_active',
        'envoy_http_downstream_rq_(overload_close|too_large)',
        'envoy_http_downstream_rq_time_bucket',
        'envoy_http_local_rate_limit_rate_limited',
        'envoy_http_rds_update_rejected',
        'envoy_listener_manager_lds_update_(rejected|success)',
        'envoy_listener_ssl_certificate_expiration_unix_time_seconds',
        'envoy_overload_envoy_resource_monitors_fixed_heap_pressure',
        'envoy_server_live',
      ],
    },
  ];
}

/**
 * The metrics of the gateway of AKS's application routing: the requests to each Service, their duration, connections, and
 * rejected updates.
 *
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
export function approutingJob({ metrics }: Pick<ApproutingIngress, 'metrics'>): ScrapeJob {
  return {
    job: 'approuting',
    ...metrics,
    path: '/stats/prometheus',
    keep: [
      'envoy_cluster_manager_cds_update_(rejected|success)',
      'envoy_cluster_upstream_cx_(active|connect_fail)',
      'envoy_cluster_upstream_rq',
      'envoy_cluster_upstream_rq_time_(bucket|sum|count)',
      'envoy_listener_manager_lds_update_(rejected|success)',
      'envoy_server_(live|total_connections)',
    ],
  };
}
