import type { Dashboard } from '../../../addons/monitoring/grafana';
import type { CronJobName } from '../../../addons/monitoring/rules/cron-job';
import { jsonText } from '../../../output/json';
import dashboard from './namespaces-and-previews.json';

/** The placeholders for the clean-up job in the built dashboard. */
export const ANY_CLEAN_UP: CronJobName = { namespace: 'CLEAN-UP-NAMESPACE', name: 'CLEAN-UP-NAME' };

/** The dashboard of document 001: the namespaces by project, and the previews with their clean-up. */
export function previewDashboard(cleanUp: CronJobName): Dashboard {
  const json = jsonText(dashboard)
    .replaceAll(ANY_CLEAN_UP.namespace, cleanUp.namespace)
    .replaceAll(ANY_CLEAN_UP.name, cleanUp.name);
  return { name: 'namespaces', json };
}
