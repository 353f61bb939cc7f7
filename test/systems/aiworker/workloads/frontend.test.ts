import { Frontend, type FrontendProps } from '../../../../lib/systems/aiworker/workloads/frontend';
import { addedObjects } from '../../../support/added-objects';

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
