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

test('the data sources are the Prometheus and the Loki beside it', () => {
  const { datasources } = configOf(withStack().cluster, 'grafana-data-sources', 'data-sources.yaml');
  expect(datasources.map(({ uid, url }: { uid: string; url: string }) => [uid, url])).toEqual([
    ['prometheus', 'http://prometheus.monitoring.svc:9090'],
    ['loki', 'http://loki.monitoring.svc:3100'],
  ]);
});

test("the administrator's name and password stand in a secret that a person makes", () => {
  expect(withStack().cluster.expectedSecrets).toEqual([
    {
      namespace: 'monitoring',
      name: 'grafana-admin',
      keys: { 'admin-user': "the administrator's name", 'admin-password': "the administrator's password" },
      purpose: 'Grafana makes its administrator of it at the first start',
    },
  ]);
  expect(envOf().GF_SECURITY_ADMIN_PASSWORD).toEqual({
    secretKeyRef: { name: 'grafana-admin', key: 'admin-password' },
  });
});

test('its Service is called as it is asked', () => {
  const { cluster } = withStack({ grafana: { serviceName: 'grafana-service' } });
  expect(cluster.find('Service', 'grafana-service', 'monitoring').spec.ports).toEqual([
    { name: 'http', port: 3000, targetPort: 3000, protocol: 'TCP' },
  ]);
});

test('a Grafana with a public URL sends its cookies by HTTPS alone', () => {
  expect(envOf({ url: 'https://grafana.example.com' })).toMatchObject({
    GF_SERVER_ROOT_URL: 'https://grafana.example.com',
    GF_SECURITY_COOKIE_SECURE: 'true',
  });
  expect(envOf()).not.toHaveProperty('GF_SERVER_ROOT_URL');
});

test('nobody but Grafana and Prometheus reaches Prometheus, Loki and Grafana, save the collectors', () => {
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

describe("document 001's dashboard", () => {
  interface Panel {
    readonly title: string;
    readonly type: string;
    readonly datasource?: { readonly uid: string };
    readonly options?: { readonly content?: string };
    readonly targets?: { readonly expr: string; readonly datasource: { readonly uid: string } }[];
  }
  const [dashboard] = WITH_PREVIEWS.dashboards;
  const panelsOf = ({ json } = dashboard ?? namespacesDashboard()): Panel[] => JSON.parse(json).panels;

  test('shows namespaces by project, what they use of their quota, pods, and previews', () => {
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

  test('gives the command that runs the clean-up now', () => {
    const text = panelsOf().find(({ type }) => type === 'text')?.options?.content;
    expect(text).toContain(
      'kubectl create job --from=cronjob/preview-cleanup -n control-plane cleanup-now\n',
    );
  });

  test('says nothing of previews where a cluster has none', () => {
    expect(JSON.stringify(panelsOf(namespacesDashboard()))).not.toMatch(/preview|clean/i);
  });

  test('asks the data source that is provisioned', () => {
    const asked = panelsOf().flatMap(({ targets }) =>
      (targets ?? []).map(({ datasource }) => datasource.uid),
    );
    expect(new Set(asked)).toEqual(new Set(['prometheus']));
  });

  test('is as `npm run dashboards` builds it', () => {
    for (const { path, json } of builtDashboards()) expect(readFileSync(path, 'utf8')).toBe(json);
  });

  test('is what Grafana is given', () => {
    const { data } = withStack(WITH_PREVIEWS).cluster.find('ConfigMap', 'grafana-dashboards') as unknown as {
      data: Record<string, string>;
    };
    expect(data).toEqual({ 'namespaces.json': dashboard?.json });
  });
});
