import { join } from 'node:path';
import type { CleanUpJob } from '../../../systems/aiworker/monitoring/preview-rules';
import type { Dashboard } from '../grafana';
import namespaces from './namespaces.json';
import namespacesAndPreviews from './namespaces-and-previews.json';

/** What stands in a built dashboard for the clean-up that a cluster has. */
export const ANY_CLEAN_UP: CleanUpJob = { namespace: 'CLEAN-UP-NAMESPACE', name: 'CLEAN-UP-NAME' };

/**
 * Document 001's dashboard, as `npm run dashboards` built it with Grafana's SDK.
 *
 * It is not built at every synth: the SDK takes as long to load as a fifth of all that a synth does.
 *
 * @param cleanUp what deletes previews, where the cluster has any
 */
export function namespacesDashboard(cleanUp?: CleanUpJob): Dashboard {
  const json = dashboardText(cleanUp ? namespacesAndPreviews : namespaces);
  if (cleanUp === undefined) return { name: 'namespaces', json };
  const named = json
    .replaceAll(ANY_CLEAN_UP.namespace, cleanUp.namespace)
    .replaceAll(ANY_CLEAN_UP.name, cleanUp.name);
  return { name: 'namespaces', json: named };
}

/** A dashboard as Grafana reads it from a file. */
export function dashboardText(dashboard: object): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

/** Where the dashboard lies that was built for clusters with previews, or without. */
export function builtFile(withPreviews: boolean): string {
  return join(__dirname, withPreviews ? 'namespaces-and-previews.json' : 'namespaces.json');
}
