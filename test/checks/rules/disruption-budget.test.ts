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

reports(
  'disruption-budget',
  'a second budget of the same pods',
  ({ find, add }) => {
    const second = structuredClone(find('PodDisruptionBudget', 'web'));
    second.metadata.name = 'web-2';
    add(second);
  },
  [
    'test: test/50-all.k8s.yaml: PodDisruptionBudget shop/web-2: spec.selector is {"matchLabels":{"app":"web"}}: PodDisruptionBudget shop/web selects Deployment shop/web as well, and pods with two budgets cannot be evicted: remove one of them, or change a selector [disruption-budget]',
  ],
);
