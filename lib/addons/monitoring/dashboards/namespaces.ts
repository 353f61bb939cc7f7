import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as text from '@grafana/grafana-foundation-sdk/text';
import type { CleanUpJob } from '../../../systems/aiworker/monitoring/preview-rules';
import { dashboardText } from './dashboards';
import { column, columns, PROMETHEUS, query, tableQuery } from './panels';

/** The namespaces of the project that is chosen, and every namespace where none is. */
const CHOSEN = 'kube_namespace_labels{label_project=~"$project"}';

const PREVIEWS = 'kube_namespace_labels{label_environment="preview", label_project=~"$project"}';

/**
 * Document 001's dashboard: namespaces by project, what each uses of its quota, running pods, alerts, and where there
 * are previews their age and the command that cleans them up; as JSON, for {@link namespacesDashboard} to read.
 *
 * @param cleanUp what deletes previews, where the cluster has any
 */
export function buildNamespaces(cleanUp?: CleanUpJob): string {
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
        // Everything, and so the platform's own namespaces too, which are of no project.
        .allValue('.*'),
    );
  const panels = [
    figure('Namespaces', `count(${CHOSEN})`),
    figure('Running pods', `sum(${inChosen('kube_pod_status_phase{phase="Running"}')})`),
    figure('Firing alerts', 'count(ALERTS{alertstate="firing"}) or vector(0)'),
    ...(cleanUp ? [figure('Previews', `count(${PREVIEWS}) or vector(0)`)] : []),
    namespaces(),
    quotaUse('CPU requested of the quota', 'requests.cpu'),
    quotaUse('Memory requested of the quota', 'requests.memory'),
    ...(cleanUp ? [previews(), commands(cleanUp)] : []),
    alerts(),
  ];
  for (const panel of panels) builder.withPanel(panel);
  return dashboardText(builder.build());
}

function inChosen(series: string): string {
  return `${series} and on (namespace) ${CHOSEN}`;
}

function figure(title: string, expr: string): Builder<grafana.Panel> {
  return new stat.PanelBuilder()
    .title(title)
    .datasource(PROMETHEUS)
    .height(4)
    .span(6)
    .withTarget(query(expr).instant());
}

/** What each namespace uses, beside what its quota allows. */
function namespaces(): Builder<grafana.Panel> {
  const quota = (resource: string, type: 'used' | 'hard') =>
    `max by (namespace) (${inChosen(`kube_resourcequota{resource="${resource}", type="${type}"}`)})`;
  const used = (series: string) => `sum by (namespace) (${inChosen(series)})`;
  const targets = {
    A: `max by (namespace, label_project, label_environment) (${CHOSEN})`,
    B: used('kube_pod_status_phase{phase="Running"}'),
    C: used('rate(container_cpu_usage_seconds_total{container!=""}[5m])'),
    D: quota('requests.cpu', 'used'),
    E: quota('requests.cpu', 'hard'),
    F: used('container_memory_working_set_bytes{container!=""}'),
    G: quota('requests.memory', 'used'),
    H: quota('requests.memory', 'hard'),
  };
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
        'Value #B': 'Running pods',
        'Value #C': 'CPU used',
        'Value #D': 'CPU requested',
        'Value #E': 'CPU quota',
        'Value #F': 'Memory used',
        'Value #G': 'Memory requested',
        'Value #H': 'Memory quota',
      }),
    )
    .overrideByRegexp('CPU .*', column({ decimals: 2 }))
    .overrideByRegexp('Memory .*', column({ unit: 'bytes' }));
  for (const [refId, expr] of Object.entries(targets)) panel.withTarget(tableQuery(refId, expr));
  return panel;
}

/** How much of the quota's requests is taken; at 1 the next pod is refused. */
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

function previews(): Builder<grafana.Panel> {
  return new table.PanelBuilder()
    .title('Previews')
    .datasource(PROMETHEUS)
    .height(9)
    .span(16)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation(
      columns({
        namespace: 'Namespace',
        label_project: 'Project',
        label_task_id: 'Task',
        label_ttl: 'ttl',
        'Value #B': 'Age',
        'Value #C': 'Left of the ttl',
      }),
    )
    .overrideByName('Age', column({ unit: 's' }))
    .overrideByName('Left of the ttl', column({ unit: 's' }))
    .withTarget(tableQuery('A', `max by (namespace, label_project, label_task_id, label_ttl) (${PREVIEWS})`))
    .withTarget(tableQuery('B', `preview:age_seconds and on (namespace) ${PREVIEWS}`))
    .withTarget(
      tableQuery('C', `(preview:ttl_seconds - preview:age_seconds) and on (namespace) ${PREVIEWS}`),
    );
}

/** A dashboard has no buttons that reach into a cluster, and Grafana no rights there: a person runs the command. */
function commands({ namespace, name }: CleanUpJob): Builder<grafana.Panel> {
  return new text.PanelBuilder()
    .title('Clean up now')
    .height(9)
    .span(8)
    .mode(text.TextMode.Markdown)
    .content(
      [
        'Deletes the previews past their ttl, as the daily job does:',
        '',
        '```',
        `kubectl create job --from=cronjob/${name} -n ${namespace} cleanup-now`,
        `kubectl logs -n ${namespace} job/cleanup-now --follow`,
        `kubectl delete job -n ${namespace} cleanup-now`,
        '```',
      ].join('\n'),
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
