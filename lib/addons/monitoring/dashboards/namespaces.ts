import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import { jsonText } from '../../../output/json';
import { COLUMNS, column, columns, figure, PROMETHEUS, query, tableQuery } from './panels';

/** All namespaces. */
const ALL = 'kube_namespace_labels';

/** The namespaces of the selected project; all namespaces if none is selected. */
const OF_PROJECT = `${ALL}{label_project=~"$project"}`;

/** The parts of the dashboard that only some clusters have. */
export interface NamespacesProps {
  /** Whether namespaces belong to projects: they are shown by project, and a variable selects one. @default false */
  readonly projects?: boolean;
  /** Additional figures in the first row. @default none */
  readonly figures?: readonly stat.PanelBuilder[];
  /** Additional panels before the alerts, in complete rows. @default none */
  readonly panels?: readonly Builder<grafana.Panel>[];
}

/**
 * Builds the dashboard of document 001: the namespaces, the use of their quotas, running pods and alerts.
 *
 * @returns the JSON of the dashboard
 */
export function buildNamespaces(props: NamespacesProps = {}): string {
  const { projects = false } = props;
  const chosen = projects ? OF_PROJECT : ALL;
  const builder = new grafana.DashboardBuilder('Namespaces')
    .uid('namespaces')
    .readonly()
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' });
  if (projects) builder.withVariable(projectVariable());
  const figures = [
    figure('Namespaces', `count(${chosen})`),
    figure('Running pods', `sum(${inNamespaces(chosen, 'kube_pod_status_phase{phase="Running"}')})`),
    figure('Firing alerts', 'count(ALERTS{alertstate="firing"}) or vector(0)'),
    ...(props.figures ?? []),
  ];
  const panels = [
    ...figures.map((panel) => panel.span(COLUMNS / figures.length)),
    namespaces(chosen, projects),
    quotaUse('CPU requested of the quota', 'requests.cpu', chosen),
    quotaUse('Memory requested of the quota', 'requests.memory', chosen),
    ...(props.panels ?? []),
    alerts(),
  ];
  for (const panel of panels) builder.withPanel(panel);
  return jsonText(builder.build());
}

function projectVariable(): Builder<grafana.VariableModel> {
  return (
    new grafana.QueryVariableBuilder('project')
      .label('Project')
      .datasource(PROMETHEUS)
      .query(`label_values(${ALL}, label_project)`)
      .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
      .includeAll(true)
      // All namespaces, including those that belong to no project.
      .allValue('.*')
  );
}

function inNamespaces(chosen: string, series: string): string {
  return `${series} and on (namespace) ${chosen}`;
}

/** A table with the resource usage of each namespace, and its quota. */
function namespaces(chosen: string, projects: boolean): Builder<grafana.Panel> {
  const quota = (resource: string, type: 'used' | 'hard') =>
    `max by (namespace) (${inNamespaces(chosen, `kube_resourcequota{resource="${resource}", type="${type}"}`)})`;
  const used = (series: string) => `sum by (namespace) (${inNamespaces(chosen, series)})`;
  const labels = {
    ...(projects && { label_project: 'Project' }),
    namespace: 'Namespace',
    label_environment: 'Environment',
  };
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
    .title(projects ? 'Namespaces by project' : 'Resources by namespace')
    .datasource(PROMETHEUS)
    .height(12)
    .span(COLUMNS)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation(
      columns({
        ...labels,
        ...Object.fromEntries(figures.map(({ refId, title }) => [`Value #${refId}`, title])),
      }),
    )
    .overrideByRegexp('CPU .*', column({ decimals: 2 }))
    .overrideByRegexp('Memory .*', column({ unit: 'bytes' }))
    .withTarget(tableQuery('A', `max by (${Object.keys(labels).join(', ')}) (${chosen})`));
  for (const { refId, expr } of figures) panel.withTarget(tableQuery(refId, expr));
  return panel;
}

/** A panel with the used share of the quota. If the share is 1, the next pod is refused. */
function quotaUse(title: string, resource: string, chosen: string): Builder<grafana.Panel> {
  const quota = (type: string) => `kube_resourcequota{resource="${resource}", type="${type}"}`;
  const share = `${quota('used')} / ignoring (type) (${quota('hard')} > 0)`;
  return new bargauge.PanelBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .height(10)
    .span(COLUMNS / 2)
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
      query(`max by (namespace) (${inNamespaces(chosen, `(${share})`)})`)
        .instant()
        .legendFormat('{{namespace}}'),
    );
}

function alerts(): Builder<grafana.Panel> {
  return new table.PanelBuilder()
    .title('Firing alerts')
    .datasource(PROMETHEUS)
    .height(8)
    .span(COLUMNS)
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
