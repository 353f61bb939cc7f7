import { stringify } from '../../../output/yaml';

/** The urgency of an alert. */
export type Severity = 'warning' | 'critical';

/** An alert: a condition that needs a person's attention. */
export interface Alert {
  readonly alert: string;
  /** A PromQL expression. Each series of its result is one alert. */
  readonly expr: string;
  /** The duration for which the condition must hold, such as `15m`. */
  readonly for: string;
  readonly severity: Severity;
  /** One line. `{{ $labels.namespace }}` is replaced by a label of the series. */
  readonly summary: string;
  /** The meaning of the alert, and what to do. */
  readonly description: string;
}

/** A recording rule: a series that Prometheus computes at each evaluation and stores. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A group of rules, which are evaluated one after the other. */
export interface RuleGroup {
  /** The name of the group and of its file. */
  readonly name: string;
  readonly rules: readonly (Alert | RecordingRule)[];
}

/** The rule file of a group. @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export function ruleFile({ name, rules }: RuleGroup): string {
  return stringify([{ groups: [{ name, rules: rules.map(rendered) }] }]);
}

function rendered(rule: Alert | RecordingRule): object {
  if ('record' in rule) return { record: rule.record, expr: rule.expr, labels: rule.labels };
  const { alert, expr, severity, summary, description } = rule;
  return { alert, expr, for: rule.for, labels: { severity }, annotations: { summary, description } };
}
