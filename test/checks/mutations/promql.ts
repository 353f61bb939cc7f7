import type { Mutation, MutationClass } from './mutation';

/** Rules of Prometheus in a ConfigMap. */
function rule(expr: string): Mutation {
  return {
    name: expr,
    change: ({ find }) => {
      const text = `groups:\n  - name: shop\n    rules:\n      - alert: Down\n        expr: ${JSON.stringify(expr)}\n`;
      find('ConfigMap', 'web-settings').data['rules.yaml'] = text;
    },
  };
}

export const EXPRESSIONS: MutationClass = {
  name: 'PromQL',
  outages: [
    rule('sum(rate(requests_total[5m]) by (job)'),
    rule('rate(requests_total[5m'),
    rule('up{job="shop"} = 0'),
    rule('sum(up) bye (job)'),
    rule('up == 0 adn on(job) other'),
    rule('1 +'),
  ],
  sound: [
    rule('sum by (le) (rate(duration_bucket{path=~"/a|/b"}[5m])) > 0.5'),
    rule('absent(up{job="shop"}) unless on(job) maintenance'),
    rule('rate(requests_total[5m] offset -1h) @ start() < bool 1e3'),
    rule('sum(rate({app="shop"} |= "error" [5m])) > 1'),
    {
      name: 'a template with expressions',
      change: ({ find }) => {
        find('ConfigMap', 'web-settings').data['rules.tpl'] =
          'groups:\n{{ range .rules }}\n  - expr: {{ .expr }}\n{{ end }}\n';
      },
    },
  ],
};
