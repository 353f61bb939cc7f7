import { Frontend, type FrontendProps } from '../../../../lib/systems/aiworker/workloads/frontend';
import { addedObjects } from '../../../support/added-objects';
import { containerOf, find } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<FrontendProps> = {
      namespace,
      pullSecret: { name: 'registry' },
    };
    new Frontend(cluster, 'frontend', all);
  });
  expect(objects).toMatchSnapshot();
});

test('the frontend listens on port 8080, and its Service on port 80', () => {
  expect(find('Service', 'aiworker-frontend').spec.ports).toMatchObject([{ port: 80, targetPort: 8080 }]);
  expect(containerOf('Deployment', 'aiworker-frontend').ports).toEqual([
    { name: 'http', containerPort: 8080 },
  ]);
});
