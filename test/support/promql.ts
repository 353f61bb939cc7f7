import { parser } from '@prometheus-io/lezer-promql';

/** A selector of a query: `metric{label="value"}`. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** A matcher of a selector. */
export interface Matcher {
  readonly label: string;
  readonly value: string;
  readonly regex: boolean;
}

/** The selectors of a query, and the labels by which it groups and matches series. */
export function partsOf(query: string): { selectors: Selector[]; labels: string[] } {
  const selectors: Selector[] = [];
  const labels: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, node, from, to }) => {
      const text = (at: { from: number; to: number } | null) => (at ? query.slice(at.from, at.to) : '');
      if (type.isError) throw new Error(`${query}: not valid PromQL`);
      if (type.name === 'GroupingLabels') labels.push(...text(node).slice(1, -1).split(/,\s*/));
      if (type.name !== 'VectorSelector') return;
      const matchers = query.slice(from, to).matchAll(/(\w+)(=~?)"((?:[^"\\]|\\.)*)"/g);
      selectors.push({
        metric: text(node.getChild('Identifier')),
        matchers: [...matchers].map(([, label = '', operator, value = '']) => ({
          label,
          value,
          regex: operator === '=~',
        })),
      });
    },
  });
  return { selectors, labels };
}

/** The value of the label `job` that a selector states. */
export function jobOf({ matchers }: Selector): string | undefined {
  return matchers.find(({ label }) => label === 'job')?.value;
}

/** The queries of a dashboard. */
export function queriesOf(json: string): string[] {
  const { panels } = JSON.parse(json) as { panels: { targets?: { expr: string }[] }[] };
  return panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr));
}
