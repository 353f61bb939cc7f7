import { PriorityClass } from '../../lib/core/priority-class';
import { Quota } from '../../lib/core/quota';
import { TestCluster } from '../support/test-cluster';

const priorityClass = (cluster: TestCluster) =>
  new PriorityClass(cluster, { name: 'important', value: 10, description: 'd' });

test('a quota counts the pods of some priority classes', () => {
  const cluster = new TestCluster();
  new Quota(cluster, 'quota', {
    namespace: 'shop',
    name: 'important-pods',
    hard: { pods: '5' },
    only: [priorityClass(cluster)],
  });
  expect(cluster.find('ResourceQuota', 'important-pods').spec).toEqual({
    hard: { pods: '5' },
    scopeSelector: {
      matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['important'] }],
    },
  });
});

test('fails if a quota of priority classes counts PersistentVolumeClaims', () => {
  const cluster = new TestCluster();
  const add = () =>
    cluster.addNamespace({
      name: 'shop',
      quota: {
        requests: { cpu: '1', memory: '1Gi' },
        limits: { cpu: '1', memory: '1Gi' },
        pods: 2,
        persistentVolumeClaims: 1,
      },
      quotaExcept: [priorityClass(cluster)],
      podSecurity: 'restricted',
    });
  expect(add).toThrow(
    'quota "shop/shop-quota" counts pods by priority class, and PersistentVolumeClaims have none: count them in a quota of their own',
  );
});
