import { reports } from './reports';

reports(
  'node-capacity',
  'a pod larger than a node',
  ({ container }) => {
    container('Deployment', 'controller').resources.requests.memory = '5Gi';
  },
  [
    'test: nodes is 2: at the minimum, no node has room for 1 pod of 100m CPU and 5Gi memory (edge/controller): add or enlarge nodes, or reduce the requests [node-capacity]',
  ],
);
