import { checkBroken } from '../../support/sound-cluster';
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

reports(
  'node-capacity',
  'more pods than fit at the maximum of an autoscaler',
  ({ find, remove }) => {
    find('HorizontalPodAutoscaler', 'web').spec.maxReplicas = 100;
    remove('ResourceQuota', 'shop-quota');
  },
  [
    "test: nodes is 2: at the autoscalers' maximum, no node has room for 62 pods of 100m CPU and 128Mi memory (edge/controller, shop/db, shop/web): decide whether to allow more nodes or to lower maxReplicas [node-capacity]",
  ],
);

test('node-capacity does not report pods that the quota refuses at the maximum of an autoscaler', () => {
  const { errors, warnings } = checkBroken(({ find }) => {
    find('HorizontalPodAutoscaler', 'web').spec.maxReplicas = 100;
  });
  expect(errors).toEqual([]);
  expect(warnings).toEqual([expect.stringMatching(/\[quota\]$/)]);
});
