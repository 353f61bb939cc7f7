/** Labels or annotations of an object. */
export type Labels = Readonly<Record<string, string>>;

/** The label that the API server sets on every namespace: its name. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The label with the name of a node, which the kubelet sets. */
export const HOSTNAME = 'kubernetes.io/hostname';

/** One condition of a {@link LabelSelector}. */
export interface LabelExpression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** The values of `In` and `NotIn`. */
  readonly values?: readonly string[];
}

/** Selects labelled objects: those for which all conditions hold. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelExpression[];
}

/** Whether labels satisfy a selector, by the API server's rules. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(
    ([key, value]) => labelOf(labels, key) === value,
  );
  return equal && (selector.matchExpressions ?? []).every((expression) => holds(expression, labels));
}

function holds({ key, operator, values = [] }: LabelExpression, labels: Labels): boolean {
  const value = labelOf(labels, key);
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const listed = value !== undefined && values.includes(value);
  return operator === 'In' ? listed : !listed;
}

/** Only own properties count: otherwise a label such as `constructor` would always be present. */
function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
