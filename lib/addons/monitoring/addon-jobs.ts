import { CERT_MANAGER_NAMESPACE, FOREIGN_CONTROLLER, METRICS_PORT } from '../../certificates/installation';
import type { PodGroup } from '../../core/isolation/connection';
import type { NginxController } from '../../ingress/nginx/controller';
import type { ScrapeJob } from './scrape-job';

/**
 * The metrics of cert-manager's controller: the expiry of certificates.
 *
 * @param controller its pods, if the cluster describes their namespace; otherwise its Service is scraped
 */
export function certManagerJob(controller?: PodGroup): ScrapeJob {
  const job = 'cert-manager';
  if (controller) return { job, pods: controller, port: METRICS_PORT };
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
