import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { parseQuantity } from '../../kube/quantity';
import { stringify } from '../../output/yaml';
import type { PodService } from '../../workloads/pod-service';
import { ServiceAccount } from '../../workloads/service-account';
import { StatefulServer } from '../../workloads/stateful-server';
import { NOTIFICATION_RULES } from './rules/notifications';
import { type RuleGroup, ruleFile } from './rules/rule-group';
import { targetRules } from './rules/targets';
import { kubeletConfigs, type ScrapeJob, scrapeConfig, searchedNamespace } from './scrape-job';

const KUBELET_PORT = 10250;

/** The properties of Prometheus. */
export interface PrometheusProps {
  readonly namespace: ClusterNamespace;
  /** Alerts and recording rules. @default only the alerts about scrape targets */
  readonly rules?: readonly RuleGroup[];
  /** @default requests 600m and 1536Mi, limits 1 and 2560Mi */
  readonly resources?: Resources;
  /** The size of the volume. @default '20Gi' */
  readonly volume?: string;
  /** @default the cluster's default StorageClass */
  readonly storageClass?: string;
  /** The number of days for which metrics are kept, unless they exceed four fifths of the volume. @default 15 */
  readonly retentionDays?: number;
}

/**
 * Prometheus, which scrapes the metrics of declared pods and evaluates rules.
 *
 * Each {@link Prometheus.scrape} adds a job, the permission to list the pods of their namespace, and the connection to
 * their port. Grafana and Prometheus show the alerts; {@link Prometheus.sendAlerts} also sends them.
 *
 * @see https://prometheus.io/docs/prometheus/latest/
 * @see docs/decisions/0009-alerts-without-a-receiver.md
 */
export class Prometheus extends Construct {
  readonly service: PodService;
  private readonly account: ServiceAccount;
  private readonly jobs: ScrapeJob[] = [];
  private readonly alertmanagers: PodService[] = [];
  private kubelets = false;

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    this.account = new ServiceAccount(this, 'account', { namespace: props.namespace, name: 'prometheus' });
    const volume = props.volume ?? '20Gi';
    const rules = () => [
      ...(props.rules ?? []),
      ...(this.alertmanagers.length > 0 ? [NOTIFICATION_RULES] : []),
      targetRules(this.jobNames()),
    ];
    const server = new StatefulServer(this, 'server', {
      namespace: props.namespace,
      name: 'prometheus',
      image: IMAGES.prometheus,
      user: 65534,
      args: [
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        `--storage.tsdb.retention.time=${props.retentionDays ?? 15}d`,
        `--storage.tsdb.retention.size=${retentionSize(volume)}`,
      ],
      port: 9090,
      health: { readyPath: '/-/ready', alivePath: '/-/healthy' },
      resources: props.resources ?? {
        requests: { cpu: '600m', memory: '1536Mi' },
        limits: { cpu: '1', memory: '2560Mi' },
      },
      volume: { path: '/prometheus', size: volume, storageClass: props.storageClass },
      config: [
        {
          name: 'prometheus-config',
          mountPath: '/etc/prometheus',
          files: () => ({ 'prometheus.yml': stringify([this.configuration()]) }),
        },
        {
          name: 'prometheus-rules',
          mountPath: '/etc/prometheus-rules',
          files: () => Object.fromEntries(rules().map((group) => [`${group.name}.yml`, ruleFile(group)])),
        },
      ],
      serviceAccount: this.account,
    });
    this.service = server.service;
    this.isolation.allowApiServer({ from: this.service.pods, because: 'Prometheus discovers its targets' });
  }

  /**
   * Scrapes the metrics of pods: adds the job, the permission and the connection.
   *
   * @throws Error if there is another job of this name, or if the pods are outside the namespaces of this cluster and
   * no Service is named
   */
  scrape(job: ScrapeJob): void {
    if (this.jobNames().includes(job.job))
      throw new Error(`scrape job "${job.job}" is declared twice: give one of them another name`);
    this.allowDiscovery(job);
    this.jobs.push(job);
    const because = `Prometheus scrapes the metrics of ${job.job}`;
    const from = this.service.pods;
    if (job.onHostNetwork) this.isolation.allowToNodes({ from, ports: [job.port], because });
    else this.isolation.allow({ from, to: { ...job.pods, ports: [{ port: job.port }] }, because });
  }

  /** Scrapes the metrics of every kubelet: the volumes and containers of its node. */
  scrapeKubelets(): void {
    this.kubelets = true;
    this.account.grantEverywhere([
      { apiGroup: '', resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroup: '', resources: ['nodes/metrics'], verbs: ['get'] },
    ]);
    this.isolation.allowToNodes({
      from: this.service.pods,
      ports: [KUBELET_PORT],
      because: "Prometheus scrapes the kubelets' metrics of volumes and containers",
    });
  }

  /** Sends alerts to an Alertmanager: adds its address, the connection, and the alert about failing notifications. */
  sendAlerts(alertmanager: PodService): void {
    this.alertmanagers.push(alertmanager);
    this.isolation.allow({
      from: this.service.pods,
      to: alertmanager.pods,
      because: 'Prometheus sends alerts to Alertmanager',
    });
  }

  private get isolation() {
    return ClusterBase.of(this).isolation;
  }

  private allowDiscovery(job: ScrapeJob): void {
    const name = searchedNamespace(job);
    if (name === undefined || this.jobs.some((other) => searchedNamespace(other) === name)) return;
    const rules = [{ apiGroup: '', resources: ['pods'], verbs: ['get', 'list', 'watch'] }];
    if (job.listForeignPods) this.account.grantEverywhere(rules);
    else this.account.grantIn({ name }, rules);
  }

  private jobNames(): string[] {
    return [
      'prometheus',
      ...(this.kubelets ? ['kubelet', 'cadvisor'] : []),
      ...this.jobs.map(({ job }) => job),
    ];
  }

  private alerting(): object {
    const targets = this.alertmanagers.map(({ host, port }) => `${host}:${port}`);
    return { alertmanagers: [{ static_configs: [{ targets }] }] };
  }

  private configuration(): object {
    return {
      global: {
        scrape_interval: '30s',
        evaluation_interval: '30s',
        external_labels: { cluster: ClusterBase.of(this).name },
      },
      rule_files: ['/etc/prometheus-rules/*.yml'],
      ...(this.alertmanagers.length > 0 && { alerting: this.alerting() }),
      scrape_configs: [
        { job_name: 'prometheus', static_configs: [{ targets: ['localhost:9090'] }] },
        ...(this.kubelets ? kubeletConfigs() : []),
        ...this.jobs.map(scrapeConfig),
      ],
    };
  }
}

/** Four fifths of a volume. The write-ahead log and the compaction of blocks need the rest. */
function retentionSize(volume: string): string {
  return `${Math.floor((parseQuantity(volume) * 0.8) / 1024 ** 2)}MB`;
}
