import type { PodGroup } from '../../core/isolation/connection';
import { NAMESPACE_NAME } from '../../kube/labels';

/** What Prometheus reads, and from whom. */
export interface ScrapeJob {
  /** The value of the label `job`. */
  readonly job: string;
  /** Pods of one namespace. */
  readonly pods: PodGroup;
  /** The port on the pods that metrics are read from. */
  readonly port: number;
  /**
   * The host and port of a Service that is read instead of each pod, such as `cert-manager.cert-manager.svc:9402`.
   *
   * Required for pods of a namespace that another makes, where nothing may be granted.
   *
   * @default none: every pod is found and read
   */
  readonly service?: string;
  /** @default '/metrics' */
  readonly path?: string;
  /** The metrics that are stored, by name. @default all of them */
  readonly keep?: readonly string[];
  /** Whether metrics are about others than the pod that tells them, and so keep to their own labels. @default false */
  readonly honorLabels?: boolean;
  /** Whether the pods are on the host's network, so that the connection goes to the node. @default false */
  readonly onHostNetwork?: boolean;
}

/** The namespace whose pods a job has to find; undefined where a Service is read. @throws Error if there is no one such */
export function searchedNamespace({ job, pods, service }: ScrapeJob): string | undefined {
  if (service !== undefined) return undefined;
  const { labels, selector } = pods.namespaces;
  const name = selector.matchLabels?.[NAMESPACE_NAME];
  if (labels && name) return name;
  throw new Error(
    `scrape job "${job}" reads pods outside a namespace of this cluster: name the "service" to read instead`,
  );
}

/**
 * A job as Prometheus's configuration has it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export function scrapeConfig(job: ScrapeJob): object {
  return {
    job_name: job.job,
    metrics_path: job.path ?? '/metrics',
    ...(job.honorLabels && { honor_labels: true }),
    ...(job.service === undefined ? foundPods(job) : { static_configs: [{ targets: [job.service] }] }),
    ...kept(job.keep),
  };
}

function foundPods(job: ScrapeJob): object {
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
      // A pod has a target for each port of each container; with one address they are one.
      {
        source_labels: ['__meta_kubernetes_pod_ip'],
        target_label: '__address__',
        replacement: `$1:${job.port}`,
      },
      // Metrics about others would seem to be about the pod that tells them.
      ...(job.honorLabels ? [] : copied({ namespace: 'namespace', pod: 'pod_name', node: 'pod_node_name' })),
    ],
  };
}

/**
 * What every kubelet says of its node, of volumes and of containers.
 *
 * Read from the kubelets directly: the way through the API server asks for `nodes/proxy`, which also opens a shell in
 * any pod.
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
    // A kubelet's certificate is its own unless the cluster rotates serving certificates; the token reads metrics only.
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
