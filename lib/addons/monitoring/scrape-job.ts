import type { PodGroup } from '../../core/isolation/connection';
import { NAMESPACE_NAME } from '../../kube/labels';

/** A scrape job: pods, and the port of their metrics. */
export interface ScrapeJob {
  /** The value of the label `job`. */
  readonly job: string;
  /** Pods of one namespace. */
  readonly pods: PodGroup;
  /** The port of the metrics on the pods. */
  readonly port: number;
  /**
   * The host and port of a Service that is scraped instead of each pod, such as `cert-manager.cert-manager.svc:9402`.
   *
   * Pods in a namespace of another program need it, or {@link listForeignPods}.
   *
   * @default none: every pod is discovered and scraped
   */
  readonly service?: string;
  /**
   * Whether Prometheus gets the permission to list the pods of a namespace of another program. Several pods need it, because
   * a Service would answer with the counters of any of them. The permission is for all namespaces: the other program may
   * create its namespace after the objects of this cluster.
   *
   * @default false
   */
  readonly listForeignPods?: boolean;
  /** @default '/metrics' */
  readonly path?: string;
  /** Regular expressions for the names of the metrics that are stored. @default all metrics are stored */
  readonly keep?: readonly string[];
  /**
   * Whether the labels of the metrics take precedence, because they describe other objects than the pod.
   *
   * @default false
   */
  readonly honorLabels?: boolean;
  /** Whether the pods use the host network, so that the connection goes to the node. @default false */
  readonly onHostNetwork?: boolean;
}

/**
 * The namespace in which a job discovers pods; undefined if it scrapes a Service.
 *
 * @throws Error if the job must discover pods that are not in one namespace of this cluster
 */
export function searchedNamespace({ job, pods, service, listForeignPods }: ScrapeJob): string | undefined {
  if (service !== undefined) return undefined;
  const { labels, selector } = pods.namespaces;
  const name = selector.matchLabels?.[NAMESPACE_NAME];
  if ((labels || listForeignPods) && name) return name;
  throw new Error(
    `scrape job "${job}": the pods are not in one namespace of this cluster: state the "service" to scrape instead, or set "listForeignPods"`,
  );
}

/**
 * The configuration of a job.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export function scrapeConfig(job: ScrapeJob): object {
  return {
    job_name: job.job,
    metrics_path: job.path ?? '/metrics',
    ...(job.honorLabels && { honor_labels: true }),
    ...(job.service === undefined ? discoveredPods(job) : { static_configs: [{ targets: [job.service] }] }),
    ...kept(job.keep),
  };
}

function discoveredPods(job: ScrapeJob): object {
  const labels = Object.entries(job.pods.podLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [searchedNamespace(job)] },
        ...(labels.length > 0 && { selectors: [{ role: 'pod', label: labels.join(',') }] }),
      },
    ],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Pending|Succeeded|Failed', action: 'drop' },
      // Prometheus discovers a target for each port of each container. Targets with the same address are merged.
      {
        source_labels: ['__meta_kubernetes_pod_ip'],
        target_label: '__address__',
        replacement: `$1:${job.port}`,
      },
      // Otherwise metrics of other objects would get the labels of the pod that exposes them.
      ...(job.honorLabels ? [] : copied({ namespace: 'namespace', pod: 'pod_name', node: 'pod_node_name' })),
    ],
  };
}

/**
 * The scrape configurations of the kubelets, with the metrics of nodes, volumes and containers.
 *
 * Prometheus connects to the kubelets directly. Through the API server it would need the permission `nodes/proxy`,
 * which also allows commands in any pod.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
 */
export function kubeletConfigs(): object[] {
  return [
    kubeletConfig('kubelet', '/metrics', [
      'kubelet_volume_stats_.+',
      'kubelet_node_name',
      'kubelet_running_.+',
    ]),
    kubeletConfig('cadvisor', '/metrics/cadvisor', [
      'container_cpu_usage_seconds_total',
      'container_cpu_cfs_throttled_periods_total',
      'container_cpu_cfs_periods_total',
      'container_memory_working_set_bytes',
      'container_network_(receive|transmit)_(bytes|errors)_total',
      'container_oom_events_total',
    ]),
  ];
}

function kubeletConfig(job: string, path: string, keep: readonly string[]): object {
  return {
    job_name: job,
    scheme: 'https',
    metrics_path: path,
    honor_labels: true,
    authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
    // A kubelet's certificate is self-signed, unless the cluster issues it. The token can only read metrics.
    tls_config: { insecure_skip_verify: true },
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: copied({ node: 'node_name' }),
    ...kept(keep),
  };
}

function copied(labels: Readonly<Record<string, string>>): object[] {
  return Object.entries(labels).map(([label, meta]) => ({
    source_labels: [`__meta_kubernetes_${meta}`],
    target_label: label,
  }));
}

function kept(names: readonly string[] | undefined): object {
  if (names === undefined) return {};
  return {
    metric_relabel_configs: [{ source_labels: ['__name__'], regex: names.join('|'), action: 'keep' }],
  };
}
