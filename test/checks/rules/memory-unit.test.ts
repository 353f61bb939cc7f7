import { reports } from './reports';

reports(
  'memory-unit',
  'thousandths of a byte',
  ({ container }) => {
    container('Deployment', 'web').resources.limits.memory = '512m';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].resources.limits.memory is "512m": m, u and n are parts of a byte: write Mi for mebibytes [memory-unit]',
  ],
);
