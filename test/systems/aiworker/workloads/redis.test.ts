import { Redis, type RedisProps } from '../../../../lib/systems/aiworker/workloads/redis';
import { addedObjects } from '../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<RedisProps> = {
      namespace,
      volume: '10Gi',
    };
    new Redis(cluster, 'redis', all);
  });
  expect(objects).toMatchSnapshot();
});
