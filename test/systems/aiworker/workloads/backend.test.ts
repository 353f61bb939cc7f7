import { Backend, type BackendProps } from '../../../../lib/systems/aiworker/workloads/backend';
import { ServiceAccount } from '../../../../lib/workloads/service-account';
import { addedObjects } from '../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<BackendProps> = {
      namespace,
      env: { GIT_URL: 'http://git.example.org', GIT_TOKEN: { secret: { name: 'git' }, key: 'token' } },
      pullSecret: { name: 'registry' },
      account: new ServiceAccount(cluster, 'account', { namespace, name: 'clerk' }),
    };
    new Backend(cluster, 'backend', all);
  });
  expect(objects).toMatchSnapshot();
});
