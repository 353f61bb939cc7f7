import { type Breakable, checkBroken, type Workshop } from '../../support/sound-cluster';
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
    "test: nodes is 2: at the autoscalers' maximum, no node has room for 62 pods of 100m CPU and 128Mi memory (shop/db, shop/web): decide whether to allow more nodes or to lower maxReplicas [node-capacity]",
  ],
);

test.each([
  ['Deployment', 'controller'],
  ['StatefulSet', 'db'],
])('node-capacity counts two billion replicas of a %s', (kind, name) => {
  const { errors } = checkBroken(({ find }) => {
    find(kind, name).spec.replicas = 2_000_000_000;
  });
  expect(errors.filter((line) => line.endsWith('[node-capacity]'))).toEqual([
    expect.stringContaining('no node has room for 1999999963 pods'),
  ]);
});

test('node-capacity does not report pods that the quota refuses at the maximum of an autoscaler', () => {
  const { errors, warnings } = checkBroken(({ find }) => {
    find('HorizontalPodAutoscaler', 'web').spec.maxReplicas = 100;
  });
  expect(errors).toEqual([]);
  expect(warnings).toEqual([expect.stringMatching(/\[solver-quota\]$/), expect.stringMatching(/\[quota\]$/)]);
});

reports(
  'node-capacity',
  'pods that request more disk than the nodes have',
  ({ cluster, container }) => {
    Object.assign(cluster.nodes[0] ?? {}, { disk: '10Gi' });
    container('Deployment', 'controller').resources.requests['ephemeral-storage'] = '12Gi';
  },
  [
    'test: nodes is 2: at the minimum, no node has room for 1 pod of 100m CPU, 128Mi memory and 12Gi disk (edge/controller): add or enlarge nodes, or reduce the requests [node-capacity]',
  ],
);

reports(
  'node-capacity',
  'each size of the pods that do not fit',
  ({ container, find }) => {
    container('Deployment', 'controller').resources.requests.cpu = '1900m';
    find('Deployment', 'controller').spec.replicas = 3;
  },
  [
    'test: nodes is 2: at the minimum, no node has room for 1 pod of 1900m CPU and 128Mi memory (edge/controller), and for 1 pod of 100m CPU and 128Mi memory (shop/db, shop/web): add or enlarge nodes, or reduce the requests [node-capacity]',
  ],
);

/** Two pods that fit on two nodes, but not on one of them. */
function twoLargePods({ find, container }: Workshop): Breakable {
  const { spec } = find('Deployment', 'controller');
  spec.replicas = 2;
  spec.strategy = { type: 'Recreate' };
  container('Deployment', 'controller').resources.requests.memory = '3Gi';
  return spec.template.spec;
}

reports('node-capacity', 'pods for which there is no room after the loss of a node', twoLargePods, [
  'test: nodes is 2: with one node of pool general less, no node has room for 1 pod of 100m CPU and 3Gi memory (edge/controller): add or enlarge nodes, reduce the requests, or give less important pods a negative priority [node-capacity]',
]);

describe('the loss of a node', () => {
  const priorityClass = (name: string, value: number) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
  });
  const linesWith = (name: string) =>
    checkBroken((workshop) => {
      workshop.add(priorityClass('important', 5));
      workshop.add(priorityClass('expendable', -5));
      twoLargePods(workshop).priorityClassName = name;
    }).all.filter((line) => line.endsWith('[node-capacity]'));

  test('may leave no room for pods of a negative priority', () => {
    expect(linesWith('expendable')).toEqual([]);
    expect(linesWith('important')).toHaveLength(1);
    expect(linesWith('system-cluster-critical')).toHaveLength(1);
  });

  test('may leave no room for pods without a class, if the default priority is negative', () => {
    const { all } = checkBroken((workshop) => {
      workshop.add({ ...priorityClass('expendable', -5), globalDefault: true });
      twoLargePods(workshop);
    });
    expect(all.filter((line) => line.endsWith('[node-capacity]'))).toEqual([]);
  });

  test.each([
    ['counts, although a maximum is stated', { maxCount: 2 }, 1],
    ['does not count, because the autoscaler of the pool adds another one', { count: 1, maxCount: 2 }, 0],
    ['does not count if there is no other node', { count: 1, memory: '8Gi' }, 0],
  ])('%s', (_, pool, findings) => {
    const { all } = checkBroken((workshop) => {
      twoLargePods(workshop);
      Object.assign(workshop.cluster.nodes[0] ?? {}, pool);
    });
    expect(all.filter((line) => line.endsWith('[node-capacity]'))).toHaveLength(findings);
  });
});
