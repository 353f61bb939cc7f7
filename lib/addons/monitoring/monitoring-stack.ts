import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { namespacesDashboard } from './dashboards/dashboards';
import { type Dashboard, Grafana, type GrafanaProps } from './grafana';
import { KubeStateMetrics } from './kube-state-metrics';
import { LogCollector } from './log-collector';
import { Loki, type LokiProps } from './loki';
import { NodeExporter } from './node-exporter';
import { Prometheus, type PrometheusProps } from './prometheus';
import { CLUSTER_RULES } from './rules/cluster-rules';
import type { RuleGroup } from './rules/rule-group';

/** Where monitoring runs, and what differs from each part's defaults. */
export interface MonitoringStackProps {
  /** For what needs nothing of the host. */
  readonly namespace: ClusterNamespace;
  /** For node-exporter and the log collectors; its Pod Security is `privileged`. */
  readonly nodeAgents: ClusterNamespace;
  /**
   * Rules besides those that every cluster has.
   *
   * @default none
   */
  readonly rules?: readonly RuleGroup[];
  /** @default the dashboard of namespaces */
  readonly dashboards?: readonly Dashboard[];
  /** @default Prometheus's own defaults */
  readonly prometheus?: Omit<PrometheusProps, 'namespace' | 'rules'>;
  /** @default Loki's own defaults */
  readonly loki?: Omit<LokiProps, 'namespace' | 'prometheus'>;
  /** @default Grafana's own defaults */
  readonly grafana?: Omit<GrafanaProps, 'namespace' | 'prometheus' | 'loki' | 'dashboards'>;
}

/**
 * All of a cluster's monitoring: metrics, logs and their dashboards.
 *
 * What else is to be read is added by {@link Prometheus.scrape}.
 */
export class MonitoringStack extends Construct {
  readonly prometheus: Prometheus;
  readonly loki: Loki;
  readonly grafana: Grafana;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id);
    const { namespace, nodeAgents } = props;
    const prometheus = new Prometheus(this, 'prometheus', {
      namespace,
      rules: [...CLUSTER_RULES, ...(props.rules ?? [])],
      ...props.prometheus,
    });
    this.prometheus = prometheus;
    prometheus.scrapeKubelets();
    new KubeStateMetrics(this, 'kube-state-metrics', { namespace, prometheus });
    new NodeExporter(this, 'node-exporter', { namespace: nodeAgents, prometheus });
    this.loki = new Loki(this, 'loki', { namespace, prometheus, ...props.loki });
    new LogCollector(this, 'log-collector', { namespace: nodeAgents, loki: this.loki, prometheus });
    this.grafana = new Grafana(this, 'grafana', {
      namespace,
      prometheus,
      loki: this.loki,
      dashboards: props.dashboards ?? [namespacesDashboard()],
      ...props.grafana,
    });
  }
}
