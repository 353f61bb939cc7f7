import { stringify } from '../../../output/yaml';

/** How soon a person should look. */
export type Severity = 'warning' | 'critical';

/** Something that a person should see to. */
export interface Alert {
  readonly alert: string;
  /** PromQL; each series that it gives is one alert. */
  readonly expr: string;
  /** How long it must hold, such as `15m`. */
  readonly for: string;
  readonly severity: Severity;
  /** One line; `{{ $labels.namespace }}` stands for a label of the series. */
  readonly summary: string;
  /** What it means, and what to do. */
  readonly description: string;
}

/** A series that is computed once and read often. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  /** The group's name, and its file's. */
  readonly name: string;
  readonly rules: readonly (Alert | RecordingRule)[];
}

/** A group as a file of Prometheus. @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export function ruleFile({ name, rules }: RuleGroup): string {
  return stringify([{ groups: [{ name, rules: rules.map(rendered) }] }]);
}

function rendered(rule: Alert | RecordingRule): object {
  if ('record' in rule) return { record: rule.record, expr: rule.expr, labels: rule.labels };
  const { alert, expr, severity, summary, description } = rule;
  return { alert, expr, for: rule.for, labels: { severity }, annotations: { summary, description } };
}
