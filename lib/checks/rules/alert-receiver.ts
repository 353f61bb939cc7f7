import { parse } from 'yaml';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { yamlDocuments } from '../facts/yaml-documents';

/** The part of Prometheus' configuration that names its Alertmanagers. */
interface PrometheusConfiguration {
  readonly alerting?: { readonly alertmanagers?: readonly object[] };
}

export const alertReceiver: Rule = {
  id: 'alert-receiver',
  group: 'references',
  title: 'The configuration of Prometheus names an Alertmanager. Without one, a warning is reported.',
  protects: 'Nobody is told when an alert fires.',
  *check(cluster): Iterable<Finding> {
    let sends = true;
    for (const object of cluster.ofKind('ConfigMap')) {
      const text = object.json.data?.['prometheus.yml'];
      if (text === undefined) continue;
      try {
        const configuration = (parsed(text) ?? {}) as PrometheusConfiguration;
        sends &&= (configuration.alerting?.alertmanagers ?? []).length > 0;
      } catch {
        // The rule `config-file` reports it.
      }
    }
    if (sends) return;
    const problem =
      'Prometheus has no Alertmanager, so nobody is told of alerts: decide who is told, and set alerts.receiver in the configuration';
    yield { severity: 'warning', problem };
  },
};

/** The first document of a YAML file. @throws Error if it does not parse */
function parsed(text: string): unknown {
  try {
    return yamlDocuments(text)[0];
  } catch {
    // Slower, but it reads unknown tags.
    return parse(text);
  }
}
