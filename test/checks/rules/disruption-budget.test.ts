import { reports } from './reports';

reports(
  'disruption-budget',
  'a budget that allows no eviction',
  ({ find }) => {
    find('PodDisruptionBudget', 'web').spec.minAvailable = 2;
  },
  [
    'test/all/web.budget: test/50-all.k8s.yaml: PodDisruptionBudget shop/web: spec.minAvailable is 2: none of the 2 pods of Deployment shop/web can be evicted: add a replica, or lower it [disruption-budget]',
  ],
);
