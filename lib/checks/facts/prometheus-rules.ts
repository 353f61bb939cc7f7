import type { Path } from '../../config/problem';
import { nearest } from '../../kube/text';

/** The fields of a rule. Loki's rules have them, too. */
const FIELDS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#generic-placeholders */
const DURATION = /^(?!$)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$|^0$/;

/** A problem of a rule, with its remedy. */
export interface RuleProblem {
  readonly path: Path;
  readonly value?: unknown;
  readonly problem: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The invalid fields of alerting and recording rules, besides their expressions.
 *
 * @param file the content of a file of rules, or the specification of a PrometheusRule
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule
 */
export function* ruleProblems(file: unknown): Iterable<RuleProblem> {
  for (const [group, { rules }] of items((file as Fields | null)?.groups))
    for (const [index, rule] of items(rules)) yield* problemsOf(rule, ['groups', group, 'rules', index]);
}

function* problemsOf(rule: Fields, path: Path): Iterable<RuleProblem> {
  for (const name of Object.keys(rule)) {
    const meant = nearest(name, FIELDS);
    const remedy = meant === undefined ? 'remove it' : `did you mean "${meant}"?`;
    if (!FIELDS.includes(name)) yield { path: [...path, name], problem: `unknown field: ${remedy}` };
  }
  const kinds = ['record', 'alert'].filter((name) => rule[name] !== undefined);
  if (kinds.length !== 1) yield { path, problem: 'must have one of the fields record and alert: correct it' };
  if (rule.expr === undefined || rule.expr === '')
    yield { path: [...path, 'expr'], problem: 'required field is missing or empty: write the expression' };
  for (const name of ['for', 'keep_firing_for']) {
    const value = rule[name];
    if (value !== undefined && !DURATION.test(`${value}`))
      yield {
        path: [...path, name],
        value,
        problem: 'not a valid duration: write a number and a unit, such as 5m',
      };
  }
  for (const name of ['labels', 'annotations']) {
    const value = rule[name];
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (value !== undefined && value !== null && !isMap)
      yield { path: [...path, name], value, problem: 'must be a mapping of names to texts: correct it' };
  }
}

/** The objects of a list. */
function items(list: unknown): [number, Fields][] {
  const all = Array.isArray(list) ? (list as unknown[]) : [];
  return [...all.entries()].filter(
    (entry): entry is [number, Fields] => typeof entry[1] === 'object' && entry[1] !== null,
  );
}
