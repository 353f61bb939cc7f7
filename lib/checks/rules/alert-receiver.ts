import { parse } from 'yaml';
import { parseProblem } from '../../kube/text';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/** The part of Prometheus' configuration that names its Alertmanagers. */
interface PrometheusConfiguration {
  readonly alerting?: { readonly alertmanagers?: readonly object[] };
}

export const alertReceiver: Rule = {
  id: 'alert-receiver',
  group: 'references',
  title:
    'The configuration of Prometheus is YAML, and names an Alertmanager. Without one, a warning is reported.',
  protects: 'Prometheus does not start, or nobody is told when an alert fires.',
  *check(cluster): Iterable<Finding> {
    let sends = true;
    for (const object of cluster.ofKind('ConfigMap')) {
      const text = object.json.data?.['prometheus.yml'];
      if (text === undefined) continue;
      const [fault] = parseProblem(parse, text)?.split(/:?\n/) ?? [];
      if (fault !== undefined) {
        const problem = `does not parse: ${fault}: correct the YAML`;
        yield { object, field: 'data["prometheus.yml"]', problem };
      } else sends &&= sendsAlerts(text);
    }
    if (sends) return;
    const problem =
      'Prometheus has no Alertmanager, so nobody is told of alerts: decide who is told, and set alerts.receiver in the configuration';
    yield { severity: 'warning', problem };
  },
};

function sendsAlerts(text: string): boolean {
  const { alerting } = (parse(text) ?? {}) as PrometheusConfiguration;
  return (alerting?.alertmanagers ?? []).length > 0;
}
