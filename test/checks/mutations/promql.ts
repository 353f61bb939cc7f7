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

/** A group of rules of Prometheus with this text. */
function inRules(name: string, text: string): Mutation {
  return {
    name,
    change: ({ find }) => {
      find('ConfigMap', 'web-settings').data['rules.yaml'] = `groups:\n  - name: shop\n    rules:\n${text}`;
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
    rule('rates(requests_total[5m]) > 1'),
    rule('up{job=shop} == 0'),
    rule('up{job=\'shop"} == 0'),
    rule('rate(requests_total[5min]) > 1'),
    rule('rate(requests_total[5 m]) > 1'),
    rule('sum(up) by job'),
    rule('up{job=~"(shop"} == 0'),
    rule('rate(requests_total) > 1'),
    rule('requests_total[5m] > 1'),
    rule('histogram_quantile(rate(duration_bucket[5m]))'),
    rule('up == 0 for 5m'),
    rule('up => 1'),
    rule('sum(rate(requests_total[5m])) / on(job) group_left sum(rate(all_total[5m]) by (job)'),
    rule(''),
    rule('up{{ job="shop" }} == 0'),
    inRules('a duration without a unit', '      - alert: Down\n        expr: up == 0\n        for: 5\n'),
    inRules('a misspelt field of a rule', '      - alert: Down\n        exp: up == 0\n'),
    inRules(
      'an alert that is also recorded',
      '      - alert: Down\n        record: down\n        expr: up == 0\n',
    ),
    inRules(
      'a label that is not text',
      '      - alert: Down\n        expr: up == 0\n        labels: [critical]\n',
    ),
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
    rule('max_over_time(rate(requests_total[5m])[1h30m:1m]) > 1'),
    rule('sum by (job) (up) / on(job) group_left(team) count by (job, team) (up) < 0.5'),
    rule('label_replace(up, "host", "$1", "instance", "(.*):.*") == 0'),
    rule('topk(3, sum without (instance) (rate(requests_total[5m] @ end()))) # the busiest'),
    rule('{"http.requests", job="shop"} > 0x1F'),
    rule('histogram_quantile(0.99, sum by (le) (rate(duration_bucket[5m]))) > bool 1.5e-3'),
    rule('time() - node_boot_time_seconds < 600 and on(instance) up == 1'),
    rule('quantile_over_time(0.9, temperature[1d]) > Inf or vector(1)'),
    rule('predict_linear(node_filesystem_avail_bytes{mountpoint="/"}[6h], 4 * 3600) < 0'),
    rule('absent_over_time(up{job="shop"}[10m]) or count_values("version", build_info) > 1'),
    inRules(
      'all fields of an alert',
      '      - alert: Down\n        expr: |\n          up == 0\n        for: 1h30m\n        keep_firing_for: 5m\n        labels: {severity: critical}\n        annotations: {summary: "{{ $labels.instance }} is down"}\n',
    ),
    rule('sum by (app) (bytes_rate({app="shop"}[5m])) > 1e6'),
    rule('increase(requests_total[5m] offset 5m @ end()) > 0'),
    rule('avg_over_time((up > 0)[1h:]) < 0.9'),
    inRules('a recorded series', '      - record: job:up:sum\n        expr: sum by (job) (up)\n'),
  ],
};
