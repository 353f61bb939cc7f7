import type { Dashboard } from '../../../addons/monitoring/grafana';
import { jsonText } from '../../../output/json';
import dashboard from './namespaces-and-previews.json';
import type { CleanUpJob } from './preview-rules';

/** The placeholders for the clean-up job in the built dashboard. */
export const ANY_CLEAN_UP: CleanUpJob = { namespace: 'CLEAN-UP-NAMESPACE', name: 'CLEAN-UP-NAME' };

/** The dashboard of document 001: the namespaces by project, and the previews with their clean-up. */
export function previewDashboard(cleanUp: CleanUpJob): Dashboard {
  const json = jsonText(dashboard)
    .replaceAll(ANY_CLEAN_UP.namespace, cleanUp.namespace)
    .replaceAll(ANY_CLEAN_UP.name, cleanUp.name);
  return { name: 'namespaces', json };
}
