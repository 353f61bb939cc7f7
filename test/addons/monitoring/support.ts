import { parse } from 'yaml';
import { MonitoringStack, type MonitoringStackProps } from '../../../lib/addons/monitoring/monitoring-stack';
import { Prometheus } from '../../../lib/addons/monitoring/prometheus';
import { previewDashboard } from '../../../lib/systems/aiworker/monitoring/preview-dashboard';
import { previewRules } from '../../../lib/systems/aiworker/monitoring/preview-rules';
import { TestCluster } from '../../support/test-cluster';

/** A cluster with empty namespaces for monitoring and its node agents. */
export function emptyCluster(policyEngine: 'calico' | 'cilium' = 'calico') {
  const cluster = new TestCluster({ policyEngine });
  const namespace = cluster.addNamespace({ name: 'monitoring', podSecurity: 'restricted' });
  const nodeAgents = cluster.addNamespace({ name: 'node-agents', podSecurity: 'privileged' });
  return { cluster, namespace, nodeAgents };
}

/** A cluster with Prometheus only. */
export function withPrometheus(policyEngine?: 'calico' | 'cilium') {
  const all = emptyCluster(policyEngine);
  return { ...all, prometheus: new Prometheus(all.cluster, 'prometheus', { namespace: all.namespace }) };
}

/** A cluster with the monitoring stack. */
export function withStack(props: Partial<MonitoringStackProps> = {}) {
  const all = emptyCluster();
  const { namespace, nodeAgents } = all;
  const stack = new MonitoringStack(all.cluster, 'stack', { namespace, nodeAgents, ...props });
  return { ...all, stack };
}

const CLEAN_UP = { namespace: 'control-plane', name: 'preview-cleanup' };

/** The rules and the dashboard of previews in the cluster `aiworker`. */
export const WITH_PREVIEWS = {
  rules: previewRules(CLEAN_UP),
  dashboards: [previewDashboard(CLEAN_UP)],
};

/** A file of a ConfigMap, parsed as YAML. */
export function configOf(cluster: TestCluster, configMap: string, file: string) {
  const { data } = cluster.find('ConfigMap', configMap) as unknown as { data: Record<string, string> };
  return parse(data[file] ?? '');
}

/** The configuration of a scrape job. */
export function jobOf(cluster: TestCluster, name: string) {
  const { scrape_configs } = configOf(cluster, 'prometheus-config', 'prometheus.yml');
  return scrape_configs.find(({ job_name }: { job_name: string }) => job_name === name);
}

/** The rules of all groups. */
export function rulesOf(cluster: TestCluster): Rule[] {
  const { data } = cluster.find('ConfigMap', 'prometheus-rules') as unknown as {
    data: Record<string, string>;
  };
  return Object.values(data).flatMap((file) =>
    parse(file).groups.flatMap(({ rules }: { rules: Rule[] }) => rules),
  );
}

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}
