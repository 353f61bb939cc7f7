import { CERT_MANAGER_NAMESPACE, FOREIGN_CONTROLLER, METRICS_PORT } from '../../certificates/installation';
import type { PodGroup } from '../../core/isolation/network-isolation';
import type { PodService } from '../../workloads/pod-service';
import type { ScrapeJob } from './scrape-job';

/**
 * The metrics of cert-manager's controller: when certificates expire.
 *
 * @param controller its pods, where the cluster describes their namespace; elsewhere they are read by its Service
 */
export function certManagerJob(controller?: PodGroup): ScrapeJob {
  const job = 'cert-manager';
  if (controller) return { job, pods: controller, port: METRICS_PORT };
  const service = `cert-manager.${CERT_MANAGER_NAMESPACE}.svc:${METRICS_PORT}`;
  return { job, pods: FOREIGN_CONTROLLER, port: METRICS_PORT, service };
}

/**
 * The metrics of ingress-nginx: requests, their duration and connections, without the histograms of every path.
 *
 * @param placement where the controller runs; on the host's network it is read at the node's address
 */
export function ingressNginxJob(metrics: PodService, placement: 'loadBalancer' | 'hostNetwork'): ScrapeJob {
  const [port] = metrics.pods.ports;
  if (port === undefined) throw new Error(`Service "${metrics.name}" has no port to read metrics from`);
  return {
    job: 'ingress-nginx',
    pods: metrics.pods,
    port: port.port,
    keep: [
      'nginx_ingress_controller_requests',
      'nginx_ingress_controller_request_duration_seconds_(sum|count)',
      'nginx_ingress_controller_ssl_expire_time_seconds',
      'nginx_ingress_controller_config_last_reload_successful',
      'nginx_ingress_controller_nginx_process_connections',
    ],
    onHostNetwork: placement === 'hostNetwork',
  };
}
