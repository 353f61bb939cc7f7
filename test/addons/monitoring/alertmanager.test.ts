import { ALERT_RECEIVERS, type AlertReceiver } from '../../../lib/addons/monitoring/alertmanager';
import { REASONS } from '../../../lib/core/reasons';
import { configOf, jobOf, rulesOf, withStack } from './support';

const withReceiver = (receiver: AlertReceiver = 'webhook') => withStack({ alerts: { receiver } }).cluster;

test('makes these objects', () => {
  const own = withReceiver()
    .objects()
    .filter(({ metadata }) => metadata.name.includes('alertmanager'));
  for (const { spec } of own) if (spec?.template) spec.template.metadata.annotations = 'of the configuration';
  expect(own).toMatchSnapshot();
});

test('a stack without a receiver has no Alertmanager, and Prometheus sends no alerts', () => {
  const { cluster } = withStack();
  expect(cluster.objects().filter(({ metadata }) => metadata.name.includes('alertmanager'))).toEqual([]);
  expect(configOf(cluster, 'prometheus-config', 'prometheus.yml')).not.toHaveProperty('alerting');
  expect(rulesOf(cluster).map(({ alert }) => alert)).not.toContain('AlertmanagerNotificationsFailing');
});

describe('the address of the receiver', () => {
  test('comes from a declared Secret', () => {
    expect(withReceiver().expectedSecrets).toContainEqual({
      namespace: 'monitoring',
      name: 'alertmanager-receiver',
      keys: { url: 'the address of the receiver (webhook), https://…' },
      purpose: 'Alertmanager sends alerts to this address',
    });
  });

  const file = '/etc/alertmanager-receiver/url';
  const configurations: Readonly<Record<AlertReceiver, object>> = {
    webhook: { name: 'webhook', webhook_configs: [{ url_file: file }] },
    slack: {
      name: 'slack',
      slack_configs: [
        {
          api_url_file: file,
          send_resolved: true,
          text: '{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n{{ end }}',
        },
      ],
    },
  };
  test.each(ALERT_RECEIVERS)('is read from the mounted file (%s)', (receiver) => {
    const cluster = withReceiver(receiver);
    const { receivers, route } = configOf(cluster, 'alertmanager-config', 'alertmanager.yml');
    expect(receivers).toEqual([configurations[receiver]]);
    expect(route.receiver).toBe(receiver);
    const { volumes, containers } = cluster.find('StatefulSet', 'alertmanager').spec.template.spec;
    expect(volumes).toContainEqual({ name: 'receiver', secret: { secretName: 'alertmanager-receiver' } });
    expect(containers[0].volumeMounts).toContainEqual({
      name: 'receiver',
      mountPath: '/etc/alertmanager-receiver',
      readOnly: true,
    });
  });
});

test('alerts are grouped, and critical alerts are repeated more often', () => {
  expect(configOf(withReceiver(), 'alertmanager-config', 'alertmanager.yml').route).toMatchObject({
    group_by: ['cluster', 'alertname', 'namespace'],
    repeat_interval: '24h',
    routes: [{ matchers: ['severity="critical"'], repeat_interval: '4h' }],
  });
});

test('Prometheus sends alerts to Alertmanager, scrapes it, and has an alert about failing notifications', () => {
  const cluster = withReceiver();
  expect(configOf(cluster, 'prometheus-config', 'prometheus.yml').alerting).toEqual({
    alertmanagers: [{ static_configs: [{ targets: ['alertmanager.monitoring.svc:9093'] }] }],
  });
  expect(jobOf(cluster, 'alertmanager')).toBeDefined();
  expect(rulesOf(cluster).map(({ alert }) => alert)).toContain('AlertmanagerNotificationsFailing');
});

test('only Prometheus may connect to Alertmanager, which may connect only to port 443 on the internet', () => {
  const { spec, metadata } = withReceiver().find('NetworkPolicy', 'app-alertmanager');
  const { ingress, egress } = spec;
  const from = [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
      podSelector: { matchLabels: { app: 'prometheus' } },
    },
  ];
  const rule = { from, ports: [{ port: 9093, protocol: 'TCP' }] };
  expect(ingress).toEqual([rule, rule]);
  expect(egress).toEqual([
    {
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: expect.arrayContaining(['10.0.0.0/8']) } }],
      ports: [{ port: 443, protocol: 'TCP' }],
    },
  ]);
  expect(metadata.annotations?.[REASONS]).toBe(
    [
      'ingress[0]: Prometheus sends alerts to Alertmanager',
      'ingress[1]: Prometheus scrapes the metrics of alertmanager',
      'egress[0]: Alertmanager sends alerts to their receiver',
      '',
    ].join('\n'),
  );
});
