import { reports } from './reports';

reports(
  'selector',
  'a selector that does not match its own pods',
  ({ find }) => {
    find('Deployment', 'web').spec.selector.matchLabels.app = 'website';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.selector is {"matchLabels":{"app":"website"}}: does not match the labels of its own pods: use {"app":"web"} [selector]',
  ],
);
