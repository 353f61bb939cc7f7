import { reports } from './reports';

reports(
  'promql',
  'a bracket that is not closed',
  ({ find }) => {
    const rules =
      'groups:\n  - name: shop\n    rules:\n      - alert: Down\n        expr: sum(rate(up[5m]) by (job)\n';
    find('ConfigMap', 'web-settings').data['rules.yaml'] = rules;
  },
  [
    'test/all/web-settings: test/50-all.k8s.yaml: ConfigMap shop/web-settings: data["rules.yaml"]: groups[0].rules[0].expr is "sum(rate(up[5m]) by (job)": not valid PromQL after "sum(rate(up[5m]) ": correct the expression [promql]',
  ],
);

/** A file with one rule. */
function fileWith(rule: object): string {
  const lines = Object.entries(rule).map(([name, value]) => `        ${name}: ${JSON.stringify(value)}\n`);
  return `groups:\n  - name: shop\n    rules:\n${lines.join('').replace('        ', '      - ')}`;
}

const FILE =
  'test/all/web-settings: test/50-all.k8s.yaml: ConfigMap shop/web-settings: data["rules.yaml"]: groups[0].rules[0]';

function reportsRule(violation: string, rule: object, ...messages: readonly string[]): void {
  reports(
    'promql',
    violation,
    ({ find }) => {
      find('ConfigMap', 'web-settings').data['rules.yaml'] = fileWith(rule);
    },
    messages.map((message) => `${FILE}${message} [promql]`),
  );
}

reportsRule(
  'a function without a range',
  { alert: 'A', expr: 'rate(up) > 1' },
  '.expr is "rate(up) > 1": rate() needs a range: write one, such as up[5m]',
);
reportsRule(
  'a range without a function',
  { alert: 'A', expr: 'up[5m] > 1' },
  '.expr is "up[5m] > 1": "up[5m]" is a range, which only functions such as rate() accept: add one, or remove the range',
);
reportsRule(
  'a missing argument',
  { alert: 'A', expr: 'histogram_quantile(up)' },
  '.expr is "histogram_quantile(up)": histogram_quantile() has 1 of 2 arguments: correct them',
);
reportsRule(
  'an invalid regular expression',
  { alert: 'A', expr: 'up{job=~"(a"}' },
  '.expr is "up{job=~\\"(a\\"}": "(a" is not a valid regular expression: correct it',
);
reportsRule('an unknown field', { alert: 'A', expr: 'up', fro: '5m' }, '.fro: unknown field: remove it');
reportsRule(
  'a duration without a unit',
  { alert: 'A', expr: 'up', for: 5 },
  '.for is 5: not a valid duration: write a number and a unit, such as 5m',
);
reportsRule(
  'an alert that is recorded',
  { alert: 'A', record: 'a', expr: 'up' },
  ': must have one of the fields record and alert: correct it',
);
reportsRule(
  'a rule without an expression, and a list of labels',
  { alert: 'A', labels: [] },
  '.expr: required field is missing or empty: write the expression',
  '.labels is []: must be a mapping of names to texts: correct it',
);
