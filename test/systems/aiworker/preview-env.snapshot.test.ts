import { PriorityClass } from '../../../lib/core/priority-class';
import { PreviewEnv, type PreviewEnvProps } from '../../../lib/systems/aiworker/preview-env';
import { TestCluster } from '../../support/test-cluster';

// The snapshot with the required props only is in preview-env.test.ts.
test('with all props', () => {
  const cluster = new TestCluster();
  const all: Required<PreviewEnvProps> = {
    taskId: 'Task_42',
    project: 'shop',
    image: 'registry.example.org/shop:1.0.0',
    port: 8080,
    createdAt: '2026-01-19T12:00:00Z',
    ttl: '24h',
    priorityClass: new PriorityClass(cluster, { name: 'previews', value: -5, description: 'd' }),
  };
  new PreviewEnv(cluster, 'preview', all);
  expect(cluster.objects()).toMatchSnapshot();
});
