import { reports } from './reports';

reports(
  'autoscaler',
  'replicas of a workload with an autoscaler',
  ({ find }) => {
    find('Deployment', 'web').spec.replicas = 2;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.replicas is 2: every apply would reset the replicas that HorizontalPodAutoscaler shop/web has set: remove the field [autoscaler]',
  ],
);
