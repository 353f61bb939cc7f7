import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as text from '@grafana/grafana-foundation-sdk/text';
import type { NamespacesProps } from '../../../addons/monitoring/dashboards/namespaces';
import {
  column,
  columns,
  figure,
  PROMETHEUS,
  tableQuery,
} from '../../../addons/monitoring/dashboards/panels';
import type { CronJobName } from '../../../addons/monitoring/rules/cron-job';

const PREVIEWS = 'kube_namespace_labels{label_environment="preview", label_project=~"$project"}';

/** The panels of the namespaces dashboard about projects and previews: their age, and the commands that clean them up. */
export function previewPanels(cleanUp: CronJobName): NamespacesProps {
  return {
    projects: true,
    figures: [figure('Previews', `count(${PREVIEWS}) or vector(0)`)],
    panels: [previews(), commands(cleanUp)],
  };
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

/** Grafana has no access to the cluster: a person runs the commands. */
function commands({ namespace, name }: CronJobName): Builder<grafana.Panel> {
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
