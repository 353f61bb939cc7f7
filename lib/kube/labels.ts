/** Labels or annotations of an object. */
export type Labels = Readonly<Record<string, string>>;

/** Whose program made an object: the value of `app.kubernetes.io/managed-by`. */
export const PROGRAM = 'cluster-topology';

/**
 * The labels on every object of a cluster, by which a person lists what this program owns.
 *
 * The platform's own `managed-by: aiworker`, which the documents set on namespaces, is another: a backend may manage
 * what carries that one.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function commonLabels(cluster: string): Labels {
  return { 'app.kubernetes.io/managed-by': PROGRAM, 'app.kubernetes.io/part-of': cluster };
}

/** One condition of a {@link LabelSelector}. */
export interface LabelExpression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** Of `In` and `NotIn`. */
  readonly values?: readonly string[];
}

/** Which labelled things are meant: those for which everything here holds. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelExpression[];
}

/** Whether labels satisfy a selector, by the API server's rules. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((expression) => holds(expression, labels));
}

function holds({ key, operator, values = [] }: LabelExpression, labels: Labels): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const listed = value !== undefined && values.includes(value);
  return operator === 'In' ? listed : !listed;
}
