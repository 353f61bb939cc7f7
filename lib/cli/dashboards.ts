import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ANY_CLEAN_UP, builtFile } from '../addons/monitoring/dashboards/dashboards';
import { buildNamespaces } from '../addons/monitoring/dashboards/namespaces';
import { run } from './run';

/** `npm run dashboards`: builds the dashboards with Grafana's SDK, for synth to read. */
function main(): string {
  const built = builtDashboards();
  for (const { path, json } of built) writeFileSync(path, json);
  return built.map(({ path }) => `${relative('.', path)}\n`).join('');
}

/** The dashboards as they are to lie beside their source. */
export function builtDashboards(): { readonly path: string; readonly json: string }[] {
  return [
    { path: builtFile(false), json: buildNamespaces() },
    { path: builtFile(true), json: buildNamespaces(ANY_CLEAN_UP) },
  ];
}

if (require.main === module) run(main);
