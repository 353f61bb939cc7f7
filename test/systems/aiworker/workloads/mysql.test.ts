import { MySql, type MySqlProps } from '../../../../lib/systems/aiworker/workloads/mysql';
import { addedObjects } from '../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<MySqlProps> = {
      namespace,
      volume: '50Gi',
    };
    new MySql(cluster, 'mysql', all);
  });
  expect(objects).toMatchSnapshot();
});
