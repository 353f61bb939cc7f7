import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import { jsonText } from '../../../output/json';
import { column, columns, PROMETHEUS, query, tableQuery } from './panels';

/** The namespaces of the selected project; all namespaces if none is selected. */
const CHOSEN = 'kube_namespace_labels{label_project=~"$project"}';

/** Additional panels of a dashboard: figures in its first row, and panels before the alerts. */
export interface FurtherPanels {
  readonly figures: readonly Builder<grafana.Panel>[];
  readonly panels: readonly Builder<grafana.Panel>[];
}

/**
 * Builds the dashboard of document 001: namespaces by project, the use of their quotas, running pods and alerts.
 *
 * @param further the panels of one system
 * @returns the JSON of the dashboard
 */
export function buildNamespaces(further: FurtherPanels = { figures: [], panels: [] }): string {
  const builder = new grafana.DashboardBuilder('Namespaces')
    .uid('namespaces')
    .readonly()
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .withVariable(
      new grafana.QueryVariableBuilder('project')
        .label('Project')
        .datasource(PROMETHEUS)
        .query('label_values(kube_namespace_labels, label_project)')
        .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
        .includeAll(true)
        // All namespaces, including those that belong to no project.
        .allValue('.*'),
    );
  const panels = [
    figure('Namespaces', `count(${CHOSEN})`),
    figure('Running pods', `sum(${inChosen('kube_pod_status_phase{phase="Running"}')})`),
    figure('Firing alerts', 'count(ALERTS{alertstate="firing"}) or vector(0)'),
    ...further.figures,
    namespaces(),
    quotaUse('CPU requested of the quota', 'requests.cpu'),
    quotaUse('Memory requested of the quota', 'requests.memory'),
    ...further.panels,
    alerts(),
  ];
  for (const panel of panels) builder.withPanel(panel);
  return jsonText(builder.build());
}

function inChosen(series: string): string {
  return `${series} and on (namespace) ${CHOSEN}`;
}

/** A panel with one number. */
export function figure(title: string, expr: string): Builder<grafana.Panel> {
  return new stat.PanelBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .height(4)
    .span(6)
    .withTarget(query(expr).instant());
}

/** A table with the resource usage of each namespace, and its quota. */
function namespaces(): Builder<grafana.Panel> {
  const quota = (resource: string, type: 'used' | 'hard') =>
    `max by (namespace) (${inChosen(`kube_resourcequota{resource="${resource}", type="${type}"}`)})`;
  const used = (series: string) => `sum by (namespace) (${inChosen(series)})`;
  const figures = [
    { refId: 'B', title: 'Running pods', expr: used('kube_pod_status_phase{phase="Running"}') },
    {
      refId: 'C',
      title: 'CPU used',
      expr: used('rate(container_cpu_usage_seconds_total{container!=""}[5m])'),
    },
    { refId: 'D', title: 'CPU requested', expr: quota('requests.cpu', 'used') },
    { refId: 'E', title: 'CPU quota', expr: quota('requests.cpu', 'hard') },
    { refId: 'F', title: 'Memory used', expr: used('container_memory_working_set_bytes{container!=""}') },
    { refId: 'G', title: 'Memory requested', expr: quota('requests.memory', 'used') },
    { refId: 'H', title: 'Memory quota', expr: quota('requests.memory', 'hard') },
  ];
  const panel = new table.PanelBuilder()
    .title('Namespaces by project')
    .datasource(PROMETHEUS)
    .height(12)
    .span(24)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation(
      columns({
        label_project: 'Project',
        namespace: 'Namespace',
        label_environment: 'Environment',
        ...Object.fromEntries(figures.map(({ refId, title }) => [`Value #${refId}`, title])),
      }),
    )
    .overrideByRegexp('CPU .*', column({ decimals: 2 }))
    .overrideByRegexp('Memory .*', column({ unit: 'bytes' }))
    .withTarget(tableQuery('A', `max by (namespace, label_project, label_environment) (${CHOSEN})`));
  for (const { refId, expr } of figures) panel.withTarget(tableQuery(refId, expr));
  return panel;
}

/** A panel with the used share of the quota. If the share is 1, the next pod is refused. */
function quotaUse(title: string, resource: string): Builder<grafana.Panel> {
  const quota = (type: string) => `kube_resourcequota{resource="${resource}", type="${type}"}`;
  const share = `${quota('used')} / ignoring (type) (${quota('hard')} > 0)`;
  return new bargauge.PanelBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .height(10)
    .span(12)
    .unit('percentunit')
    .min(0)
    .max(1)
    .thresholds(
      new grafana.ThresholdsConfigBuilder().mode(grafana.ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: 0.75, color: 'yellow' },
        { value: 0.9, color: 'red' },
      ]),
    )
    .withTarget(
      query(`max by (namespace) (${inChosen(`(${share})`)})`)
        .instant()
        .legendFormat('{{namespace}}'),
    );
}

function alerts(): Builder<grafana.Panel> {
  return new table.PanelBuilder()
    .title('Firing alerts')
    .datasource(PROMETHEUS)
    .height(8)
    .span(24)
    .withTransformation(
      columns({
        alertname: 'Alert',
        severity: 'Severity',
        namespace: 'Namespace',
        pod: 'Pod',
        job: 'Job',
        instance: 'Instance',
      }),
    )
    .withTarget(
      tableQuery(
        'A',
        'max by (alertname, severity, namespace, pod, job, instance) (ALERTS{alertstate="firing"})',
      ),
    );
}
