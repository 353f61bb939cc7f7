import { readFileSync } from 'node:fs';
import { shippedClusters } from '../../support/isolation/matrix';
import { jsonOf } from '../../support/manifests';
import type { Manifest } from '../../support/test-cluster';

const app = shippedClusters();

/** The alerts of the rules of a cluster. */
function alertsOf(cluster: string): string[] {
  const objects = jsonOf<Manifest & { data?: Record<string, string> }>(app)
    .filter((manifest) => manifest.cluster === cluster)
    .flatMap(({ json }) => json);
  const rules = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'prometheus-rules',
  );
  return Object.values(rules?.data ?? {}).flatMap((file) =>
    [...file.matchAll(/^ *- alert: (\w+)$/gm)].map(([, alert = '']) => alert),
  );
}

const ALL = new Set(app.clusters.flatMap(({ name }) => alertsOf(name)));

test.each(app.clusters.map(({ name }) => name))('the tables of the page of %s have its alerts', (cluster) => {
  const page = readFileSync(`docs/clusters/${cluster.replace(/-(dev|production)$/, '')}.md`, 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  const documented = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
  expect([...new Set(documented)].filter((name) => ALL.has(name)).sort()).toEqual(
    [...new Set(alertsOf(cluster))].sort(),
  );
});
