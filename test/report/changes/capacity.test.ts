import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { capacityOf } from '../../../lib/report/changes/capacity';
import { consequencesOf } from '../../../lib/report/report';
import { soundFacts } from '../../support/sound-cluster';
import { sentences } from '../sentences';

test('requests are told with what is left', () => {
  const more = sentences('capacity', ({ container }) => {
    container('StatefulSet', 'db').resources.requests = { cpu: '600m', memory: '1Gi' };
  });
  expect(more).toEqual([
    'the pods request 900m of 4 CPU (+500m): 3.1 left',
    'the pods request 1.4Gi of 8Gi memory (+896Mi): 6.6Gi left',
  ]);
});

test('pods without room are counted in each situation', () => {
  const full = sentences('capacity', ({ container }) => {
    container('StatefulSet', 'db').resources.requests.cpu = '3';
  });
  expect(full).toContain('1 pod has no room at the minimum (0 before)');
  expect(full).toContain('1 pod has no room with one node of pool general less (0 before)');
});

test('another number of replicas is told', () => {
  const more = sentences('capacity', ({ find }) => {
    find('StatefulSet', 'db').spec.replicas = 2;
    find('HorizontalPodAutoscaler', 'web').spec.maxReplicas = 3;
  });
  expect(more).toEqual([
    'Deployment shop/web has 2 to 3 pods (2 to 4 pods before)',
    'StatefulSet shop/db has 2 pods (1 pod before)',
    'the pods request 500m of 4 CPU (+100m): 3.5 left',
    'the pods request 640Mi of 8Gi memory (+128Mi): 7.4Gi left',
  ]);
});

test('the same quantity in another unit changes nothing', () => {
  const same = sentences('capacity', ({ container }) => {
    container('StatefulSet', 'db').resources.requests = { cpu: '0.1', memory: '131072Ki' };
  });
  expect(same).toEqual([]);
});

const Gi = 2 ** 30;

test('each situation has its requests, its nodes and the pods without room', () => {
  const facts = soundFacts();
  const spot = { name: 'spot', count: 1, maxCount: 3, cpu: '2', memory: '4Gi' };
  const { situations } = capacityOf(new ClusterIndex({ ...facts, nodes: [...facts.nodes, spot] }));
  expect(situations.map(({ situation, pool, nodes }) => [situation, pool, nodes.count])).toEqual([
    ['minimum', undefined, 3],
    ['rollout', undefined, 3],
    ['maximum', undefined, 5],
    ['one node less', 'general', 2],
  ]);
  expect(situations[2]).toEqual({
    situation: 'maximum',
    pool: undefined,
    requested: { cpu: 600, memory: 0.75 * Gi },
    nodes: { count: 5, cpu: 10_000, memory: 20 * Gi },
    pools: [
      { name: 'general', count: 2, cpu: 4000, memory: 8 * Gi },
      { name: 'spot', count: 3, cpu: 6000, memory: 12 * Gi },
    ],
    unplaced: 0,
  });
});

test('with one node less, pods of a negative priority do not count, as for the rule', () => {
  const facts = soundFacts(({ add, find, container }) => {
    add({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'low' },
      value: -1,
    });
    container('StatefulSet', 'db').resources.requests.cpu = '1500m';
    find('StatefulSet', 'db').spec.template.spec.priorityClassName = 'low';
  });
  const { situations } = capacityOf(new ClusterIndex(facts));
  expect(situations.map(({ situation, requested }) => [situation, requested.cpu])).toEqual([
    ['minimum', 1800],
    ['rollout', 2000],
    // The quota refuses more pods.
    ['maximum', 1800],
    ['one node less', 300],
  ]);
});

test('the figures of a quota are numbers of one unit', () => {
  const { quotas } = capacityOf(new ClusterIndex(soundFacts()));
  expect(quotas).toContainEqual({
    namespace: 'shop',
    quota: 'shop-quota',
    resource: 'requests.cpu',
    unit: 'cpu',
    hard: 1000,
    needed: { minimum: 300, rollout: 400, maximum: 500 },
  });
  expect(quotas).toContainEqual(expect.objectContaining({ resource: 'pods', unit: 'count', hard: 8 }));
});

test('a pool with fewer nodes is told', () => {
  const facts = soundFacts();
  const index = (count: number) =>
    new ClusterIndex({ ...facts, nodes: facts.nodes.map((pool) => ({ ...pool, count })) });
  const told = consequencesOf(index(2), index(1)).filter(({ topic }) => topic === 'capacity');
  expect(told.map(({ sentence }) => sentence)).toEqual([
    'pool general has 1 node of 2 CPU and 4Gi memory (2 nodes of 2 CPU and 4Gi memory before)',
  ]);
});
