import { parse } from 'yaml';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/** The part of Prometheus' configuration that names its Alertmanagers. */
interface PrometheusConfiguration {
  readonly alerting?: { readonly alertmanagers?: readonly object[] };
}

export const alertReceiver: Rule = {
  id: 'alert-receiver',
  group: 'references',
  title: 'Prometheus sends its alerts to an Alertmanager. Otherwise a warning is reported.',
  protects: 'Nobody is told when an alert fires.',
  *check(cluster): Iterable<Finding> {
    const configurations = cluster
      .ofKind('ConfigMap')
      .flatMap(({ json }) => json.data?.['prometheus.yml'] ?? []);
    if (configurations.every(sendsAlerts)) return;
    const problem =
      'Prometheus has no Alertmanager, so nobody is told of alerts: decide who is told, and set alerts.receiver in the configuration';
    yield { severity: 'warning', problem };
  },
};

function sendsAlerts(text: string): boolean {
  const { alerting } = parse(text) as PrometheusConfiguration;
  return (alerting?.alertmanagers ?? []).length > 0;
}
