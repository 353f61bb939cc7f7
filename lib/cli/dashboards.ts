import { writeFileSync } from 'node:fs';
import { buildApprouting } from '../addons/monitoring/dashboards/approuting';
import { buildEnvoyGateway } from '../addons/monitoring/dashboards/envoy-gateway';
import { buildNamespaces } from '../addons/monitoring/dashboards/namespaces';
import { ANY_CLEAN_UP } from '../systems/aiworker/monitoring/preview-dashboard';
import { previewPanels } from '../systems/aiworker/monitoring/preview-panels';
import { run } from './run';

/** The command `npm run dashboards`: builds the dashboards with Grafana's SDK and writes them next to their source. */
function main(): string {
  const built = builtDashboards();
  for (const { path, json } of built) writeFileSync(path, json);
  return built.map(({ path }) => `${path}\n`).join('');
}

/** The dashboards and their files. */
export function builtDashboards(): { readonly path: string; readonly json: string }[] {
  const shared = 'lib/addons/monitoring/dashboards';
  return [
    { path: `${shared}/namespaces.json`, json: buildNamespaces() },
    { path: `${shared}/envoy-gateway.json`, json: buildEnvoyGateway() },
    { path: `${shared}/approuting.json`, json: buildApprouting() },
    {
      path: 'lib/systems/aiworker/monitoring/namespaces-and-previews.json',
      json: buildNamespaces(previewPanels(ANY_CLEAN_UP)),
    },
  ];
}

if (require.main === module) run(main);
