import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { Alertmanager, type AlertmanagerProps } from './alertmanager';
import { namespacesDashboard } from './dashboards/dashboards';
import { type Dashboard, Grafana, type GrafanaProps } from './grafana';
import { KubeStateMetrics } from './kube-state-metrics';
import { LogCollector } from './log-collector';
import { Loki, type LokiProps } from './loki';
import { NodeExporter } from './node-exporter';
import { Prometheus, type PrometheusProps } from './prometheus';
import { CLUSTER_RULES } from './rules/cluster-rules';
import type { RuleGroup } from './rules/rule-group';

/** The properties of the monitoring stack, and of its components. */
export interface MonitoringStackProps {
  /** The namespace for the components that need no access to the host. */
  readonly namespace: ClusterNamespace;
  /** The namespace for node-exporter and the log collectors, with the Pod Security level `privileged`. */
  readonly nodeAgents: ClusterNamespace;
  /** Rules in addition to {@link CLUSTER_RULES}. @default none */
  readonly rules?: readonly RuleGroup[];
  /** @default the dashboard `namespaces` */
  readonly dashboards?: readonly Dashboard[];
  /** The receiver of alerts. @default none: only Grafana and Prometheus show alerts */
  readonly alerts?: Pick<AlertmanagerProps, 'receiver'>;
  /** @default the defaults of {@link Prometheus} */
  readonly prometheus?: Omit<PrometheusProps, 'namespace' | 'rules'>;
  /** @default the defaults of {@link Loki} */
  readonly loki?: Omit<LokiProps, 'namespace' | 'prometheus'>;
  /** @default the defaults of {@link Grafana} */
  readonly grafana?: Omit<GrafanaProps, 'namespace' | 'prometheus' | 'loki' | 'dashboards'>;
}

/**
 * The monitoring of a cluster: metrics, logs and dashboards.
 *
 * {@link Prometheus.scrape} adds the metrics of further pods.
 */
export class MonitoringStack extends Construct {
  readonly prometheus: Prometheus;
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
    if (props.alerts) new Alertmanager(this, 'alertmanager', { namespace, prometheus, ...props.alerts });
    const loki = new Loki(this, 'loki', { namespace, prometheus, ...props.loki });
    new LogCollector(this, 'log-collector', { namespace: nodeAgents, loki, prometheus });
    this.grafana = new Grafana(this, 'grafana', {
      namespace,
      prometheus,
      loki,
      dashboards: props.dashboards ?? [namespacesDashboard()],
      ...props.grafana,
    });
  }
}
