import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

/** A change that adds the configuration of Prometheus. */
const configured =
  (text: string) =>
  ({ add }: Workshop): void =>
    add({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'prometheus', namespace: 'shop' },
      data: { 'prometheus.yml': text },
    });

const WARNING =
  'test: Prometheus has no Alertmanager, so nobody is told of alerts: decide who is told, and set alerts.receiver in the configuration [alert-receiver]';

reports('alert-receiver', 'a Prometheus without an Alertmanager', configured('global: {}\n'), [WARNING]);

reports('alert-receiver', 'an empty list of Alertmanagers', configured('alerting: { alertmanagers: [] }\n'), [
  WARNING,
]);

reports(
  'alert-receiver',
  'no Prometheus with an Alertmanager',
  configured("alerting: { alertmanagers: [{ static_configs: [{ targets: ['web.shop.svc:80'] }] }] }\n"),
  [],
);

reports('alert-receiver', 'an empty configuration', configured(''), [WARNING]);

reports(
  'alert-receiver',
  'no configuration that the rule config-file reports',
  configured('alerting: [\n'),
  [],
);
