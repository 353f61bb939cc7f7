import { reports } from './reports';

reports(
  'volume',
  'a mount of a missing volume',
  ({ find }) => {
    find('Deployment', 'web').spec.template.spec.volumes[0].name = 'temp';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].volumeMounts[0].name is "tmp": the pod has no volume "tmp": add it, or use one of temp [volume]',
  ],
);
