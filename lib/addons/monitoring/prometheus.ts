import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { parseQuantity } from '../../kube/quantity';
import { stringify } from '../../output/yaml';
import type { PodService } from '../../workloads/pod-service';
import { ServiceAccount } from '../../workloads/service-account';
import { StatefulServer } from '../../workloads/stateful-server';
import { type RuleGroup, ruleFile } from './rules/rule-group';
import { targetRules } from './rules/targets';
import { kubeletConfigs, type ScrapeJob, scrapeConfig, searchedNamespace } from './scrape-job';

const KUBELET_PORT = 10250;

/** What Prometheus keeps, and what it says. */
export interface PrometheusProps {
  readonly namespace: ClusterNamespace;
  /** Alerts and recording rules. @default only those about its own targets */
  readonly rules?: readonly RuleGroup[];
  /** @default requests 600m and 1536Mi, limits 1 and 2560Mi */
  readonly resources?: Resources;
  /** The size of its volume. @default '20Gi' */
  readonly volume?: string;
  /** @default the cluster's default class */
  readonly storageClass?: string;
  /** How many days metrics are kept, if they fit four fifths of the volume. @default 15 */
  readonly retentionDays?: number;
}

/**
 * Prometheus: reads metrics of the pods it is told of, and evaluates rules.
 *
 * Each {@link Prometheus.scrape} is a job, the permission to find the pods in their namespace, and the connection to
 * exactly that port. Alerts go nowhere: they are seen in Grafana and in Prometheus itself.
 *
 * @see https://prometheus.io/docs/prometheus/latest/
 * @see docs/decisions/0009-alerts-without-a-receiver.md
 */
export class Prometheus extends Construct {
  readonly service: PodService;
  private readonly account: ServiceAccount;
  private readonly jobs: ScrapeJob[] = [];
  private readonly granted = new Set<string>();
  private kubelets = false;

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    placeIn(this, Stage.monitoring, 'prometheus');
    this.account = new ServiceAccount(this, 'account', { namespace: props.namespace, name: 'prometheus' });
    const volume = props.volume ?? '20Gi';
    const rules = () => [...(props.rules ?? []), targetRules(this.jobNames())];
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
    this.isolation.allowApiServer({ from: this.service.pods, because: 'Prometheus finds its targets' });
  }

  /**
   * Reads the metrics of some pods: the job, the permission and the connection.
   *
   * @throws Error if a job of that name is there already, or if it has to find pods outside this cluster's namespaces
   */
  scrape(job: ScrapeJob): void {
    if (this.jobNames().includes(job.job))
      throw new Error(`scrape job "${job.job}" is declared twice: give one of them another name`);
    this.findPodsIn(searchedNamespace(job));
    this.jobs.push(job);
    const because = `Prometheus reads the metrics of ${job.job}`;
    const from = this.service.pods;
    if (job.onHostNetwork) this.isolation.allowToNodes({ from, ports: [job.port], because });
    else this.isolation.allow({ from, to: { ...job.pods, ports: [{ port: job.port }] }, because });
  }

  /** Reads what every kubelet says of its node's volumes and containers. */
  scrapeKubelets(): void {
    this.kubelets = true;
    this.account.grantEverywhere([
      { apiGroup: '', resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroup: '', resources: ['nodes/metrics'], verbs: ['get'] },
    ]);
    this.isolation.allowToNodes({
      from: this.service.pods,
      ports: [KUBELET_PORT],
      because: 'Prometheus reads what the kubelets say of volumes and containers',
    });
  }

  private get isolation() {
    return ClusterBase.of(this).isolation;
  }

  private findPodsIn(name: string | undefined): void {
    if (name === undefined || this.granted.has(name)) return;
    this.granted.add(name);
    this.account.grantIn({ name }, [{ apiGroup: '', resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
  }

  private jobNames(): string[] {
    return [
      'prometheus',
      ...(this.kubelets ? ['kubelet', 'cadvisor'] : []),
      ...this.jobs.map(({ job }) => job),
    ];
  }

  private configuration(): object {
    return {
      global: {
        scrape_interval: '30s',
        evaluation_interval: '30s',
        external_labels: { cluster: ClusterBase.of(this).name },
      },
      rule_files: ['/etc/prometheus-rules/*.yml'],
      scrape_configs: [
        { job_name: 'prometheus', static_configs: [{ targets: ['localhost:9090'] }] },
        ...(this.kubelets ? kubeletConfigs() : []),
        ...this.jobs.map(scrapeConfig),
      ],
    };
  }
}

/** Four fifths of a volume: the log of writes and the blocks that are being merged need the rest. */
function retentionSize(volume: string): string {
  return `${Math.floor((parseQuantity(volume) * 0.8) / 1024 ** 2)}MB`;
}
