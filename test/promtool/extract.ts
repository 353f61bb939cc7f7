import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERT_RECEIVERS } from '../../lib/addons/monitoring/alertmanager';
import {
  approutingDashboard,
  envoyGatewayDashboard,
} from '../../lib/addons/monitoring/dashboards/dashboards';
import { APPROUTING_RULES } from '../../lib/addons/monitoring/rules/approuting';
import { GATEWAY_RULES } from '../../lib/addons/monitoring/rules/gateways';
import { ruleFile } from '../../lib/addons/monitoring/rules/rule-group';
import { arcanaObjects } from '../support/arcana';
import { readManifests } from '../support/manifests';
import { queriesOf } from '../support/promql';

/**
 * Writes the Prometheus configuration of each cluster in dist/ to `<folder>/<cluster>/prometheus.yml`, and its rules to
 * `rules/`.
 *
 * The same is written for Arcana with each receiver of alerts, to `<folder>/arcana-<receiver>`, with its
 * `alertmanager.yml`. No cluster in dist/ has a receiver. The rules and the dashboards of gateways are added to those
 * of aiworker and of Algesta, because dist/ may have no gateways.
 */
function extract(folder: string): void {
  for (const cluster of readdirSync('dist'))
    writeConfigurations(join(folder, cluster), readManifests(join('dist', cluster)));
  write(join(folder, 'aiworker/rules'), {
    'gateways.yml': ruleFile(GATEWAY_RULES),
    'gateways-dashboard.yml': asRules('gateways', [envoyGatewayDashboard().json]),
  });
  write(join(folder, 'aks-algesta-production/rules'), {
    'approuting.yml': ruleFile(APPROUTING_RULES),
    'approuting-dashboard.yml': asRules('approuting', [approutingDashboard().json]),
  });
  for (const receiver of ALERT_RECEIVERS)
    writeConfigurations(join(folder, `arcana-${receiver}`), arcanaObjects({ alerts: { receiver } }));
}

/** The queries of dashboards are converted to rules, because promtool checks the syntax of rules. */
function writeConfigurations(folder: string, objects: readonly object[]): void {
  const maps = new Map(
    objects
      .map((object) => object as ConfigMap)
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ metadata, data }) => [metadata.name, data ?? {}]),
  );
  write(folder, maps.get('prometheus-config'));
  write(folder, maps.get('alertmanager-config'));
  write(join(folder, 'rules'), maps.get('prometheus-rules'));
  const dashboards = maps.get('grafana-dashboards');
  if (dashboards)
    write(join(folder, 'rules'), { 'dashboards.yml': asRules('dashboard', Object.values(dashboards)) });
}

/** The queries of dashboards as recording rules, with `.*` for each variable. JSON is valid YAML. */
function asRules(name: string, dashboards: readonly string[]): string {
  const rules = dashboards.flatMap(queriesOf).map((expr, index) => ({
    record: `${name}:query${index}`,
    expr: expr.replaceAll(/\$\w+/g, '.*'),
  }));
  return JSON.stringify({ groups: [{ name, rules }] });
}

interface ConfigMap {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

function write(folder: string, files: Readonly<Record<string, string>> | undefined): void {
  if (files === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('the output folder is missing: run extract.ts <folder>');
extract(folder);
