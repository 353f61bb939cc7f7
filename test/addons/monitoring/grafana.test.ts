import { readFileSync } from 'node:fs';
import { namespacesDashboard } from '../../../lib/addons/monitoring/dashboards/dashboards';
import type { MonitoringStackProps } from '../../../lib/addons/monitoring/monitoring-stack';
import { builtDashboards } from '../../../lib/cli/dashboards';
import { configOf, WITH_PREVIEWS, withStack } from './support';

function envOf(grafana?: MonitoringStackProps['grafana']): Record<string, unknown> {
  const { spec } = withStack({ grafana }).cluster.find('StatefulSet', 'grafana');
  const env: { name: string; value?: string; valueFrom?: unknown }[] = spec.template.spec.containers[0].env;
  return Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

test('the data sources are the Prometheus and the Loki of the cluster', () => {
  const { datasources } = configOf(withStack().cluster, 'grafana-data-sources', 'data-sources.yaml');
  expect(datasources.map(({ uid, url }: { uid: string; url: string }) => [uid, url])).toEqual([
    ['prometheus', 'http://prometheus.monitoring.svc:9090'],
    ['loki', 'http://loki.monitoring.svc:3100'],
  ]);
});

test('the name and password of the administrator come from a declared Secret', () => {
  expect(withStack().cluster.expectedSecrets).toEqual([
    {
      namespace: 'monitoring',
      name: 'grafana-admin',
      keys: { 'admin-user': "the administrator's name", 'admin-password': "the administrator's password" },
      purpose: 'Grafana creates its administrator with these credentials at the first start',
    },
  ]);
  expect(envOf().GF_SECURITY_ADMIN_PASSWORD).toEqual({
    secretKeyRef: { name: 'grafana-admin', key: 'admin-password' },
  });
});

test('the Service has the given name', () => {
  const { cluster } = withStack({ grafana: { serviceName: 'grafana-service' } });
  expect(cluster.find('Service', 'grafana-service', 'monitoring').spec.ports).toEqual([
    { name: 'http', port: 3000, targetPort: 3000, protocol: 'TCP' },
  ]);
});

test('a Grafana with a public URL sends its cookies only over HTTPS', () => {
  expect(envOf({ url: 'https://grafana.example.com' })).toMatchObject({
    GF_SERVER_ROOT_URL: 'https://grafana.example.com',
    GF_SECURITY_COOKIE_SECURE: 'true',
  });
  expect(envOf()).not.toHaveProperty('GF_SERVER_ROOT_URL');
});

test('only Grafana, Prometheus and the log collectors may connect to Prometheus, Loki and Grafana', () => {
  const { cluster } = withStack();
  const callers = (app: string) =>
    cluster
      .find('NetworkPolicy', `app-${app}`)
      .spec.ingress.flatMap(({ from }: { from: { podSelector: { matchLabels: { app: string } } }[] }) =>
        from.map(({ podSelector }) => podSelector.matchLabels.app),
      );
  expect(callers('prometheus')).toEqual(['grafana']);
  expect(callers('loki')).toEqual(['prometheus', 'log-collector', 'grafana']);
  expect(callers('grafana')).toEqual(['prometheus']);
});

describe('the dashboard of document 001', () => {
  interface Panel {
    readonly title: string;
    readonly type: string;
    readonly datasource?: { readonly uid: string };
    readonly options?: { readonly content?: string };
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: { readonly expr: string; readonly datasource: { readonly uid: string } }[];
  }
  const [dashboard] = WITH_PREVIEWS.dashboards;
  const panelsOf = ({ json } = dashboard ?? namespacesDashboard()): Panel[] => JSON.parse(json).panels;

  test('shows namespaces by project, the use of their quotas, pods, and previews', () => {
    expect(panelsOf().map(({ title }) => title)).toEqual([
      'Namespaces',
      'Running pods',
      'Firing alerts',
      'Previews',
      'Namespaces by project',
      'CPU requested of the quota',
      'Memory requested of the quota',
      'Previews',
      'Clean up now',
      'Firing alerts',
    ]);
  });

  test('shows the command that runs the clean-up immediately', () => {
    const text = panelsOf().find(({ type }) => type === 'text')?.options?.content;
    expect(text).toContain(
      'kubectl create job --from=cronjob/preview-cleanup -n control-plane cleanup-now\n',
    );
  });

  test('does not mention projects and previews in a cluster without them', () => {
    expect(namespacesDashboard().json).not.toMatch(/project|preview|clean/i);
    expect(dashboard?.json).toContain('"Project"');
  });

  test.each(builtDashboards())(
    'covers the 24 columns of Grafana without gaps and overlaps: $path',
    ({ json }) => {
      const covered = panelsOf({ name: '', json }).flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from(
          { length: w * h },
          (_, cell) => `row ${y + Math.floor(cell / w)}, column ${x + (cell % w)}`,
        ),
      );
      const rows = Math.max(...panelsOf({ name: '', json }).map(({ gridPos: { y, h } }) => y + h));
      const cells = Array.from(
        { length: 24 * rows },
        (_, cell) => `row ${Math.floor(cell / 24)}, column ${cell % 24}`,
      );
      expect(rows).toBeGreaterThan(0);
      expect(covered.sort()).toEqual(cells.sort());
    },
  );

  test('queries the provisioned data source', () => {
    const queried = panelsOf().flatMap(({ targets }) =>
      (targets ?? []).map(({ datasource }) => datasource.uid),
    );
    expect(new Set(queried)).toEqual(new Set(['prometheus']));
  });

  test('is up to date with `npm run dashboards`', () => {
    for (const { path, json } of builtDashboards()) expect(readFileSync(path, 'utf8')).toBe(json);
  });

  test('is provisioned in Grafana', () => {
    const { data } = withStack(WITH_PREVIEWS).cluster.find('ConfigMap', 'grafana-dashboards') as unknown as {
      data: Record<string, string>;
    };
    expect(data).toEqual({ 'namespaces.json': dashboard?.json });
  });
});
