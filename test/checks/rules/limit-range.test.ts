import { reports } from './reports';

reports(
  'limit-range',
  'a limit above the maximum',
  ({ container }) => {
    container('Deployment', 'web').resources.limits.cpu = '2';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].resources.limits.cpu is "2": exceeds the maximum 1 of LimitRange shop/shop-limits: lower it [limit-range]',
  ],
);
