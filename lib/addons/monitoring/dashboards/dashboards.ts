import type { Dashboard } from '../grafana';
import namespaces from './namespaces.json';

/**
 * The dashboard of document 001 for a cluster without previews: namespaces by project.
 *
 * `npm run dashboards` builds it with Grafana's SDK and it is committed: loading the SDK takes a fifth of the time of a
 * synth.
 */
export function namespacesDashboard(): Dashboard {
  return { name: 'namespaces', json: dashboardText(namespaces) };
}

/** The text of a dashboard file of Grafana. */
export function dashboardText(dashboard: object): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
