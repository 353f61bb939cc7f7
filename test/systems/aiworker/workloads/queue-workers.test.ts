import type { PlatformWorkloadProps } from '../../../../lib/systems/aiworker/workloads/platform-workload';
import { QueueWorkers } from '../../../../lib/systems/aiworker/workloads/queue-workers';
import { addedObjects } from '../../../support/added-objects';
import { OBJECTS } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<PlatformWorkloadProps> = {
      namespace,
      env: { GIT_URL: 'http://git.example.org', GIT_TOKEN: { secret: { name: 'git' }, key: 'token' } },
      pullSecret: { name: 'registry' },
    };
    new QueueWorkers(cluster, 'queue-workers', all);
  });
  expect(objects).toMatchSnapshot();
});

test('the workers have no Service', () => {
  expect(
    OBJECTS.filter(({ kind, metadata }) => kind === 'Service' && metadata.name.includes('workers')),
  ).toEqual([]);
});
