import { PriorityClass, type PriorityClassProps } from '../../lib/core/priority-class';
import { TestCluster } from '../support/test-cluster';

function objectOf(props: PriorityClassProps) {
  const cluster = new TestCluster();
  new PriorityClass(cluster, props);
  return cluster.objects();
}

test('with the required props only', () => {
  expect(objectOf({ name: 'important', value: 10, description: 'Pods that users depend on.' })).toEqual([
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: {
        name: 'important',
        labels: {
          'app.kubernetes.io/managed-by': 'cluster-topology',
          'app.kubernetes.io/part-of': 'test',
        },
      },
      value: 10,
      description: 'Pods that users depend on.',
    },
  ]);
});

test('of pods that evict no others', () => {
  const props: Required<PriorityClassProps> = { name: 'late', value: -1, description: 'd', preempts: false };
  expect(objectOf(props)).toMatchObject([{ value: -1, preemptionPolicy: 'Never' }]);
});
