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
