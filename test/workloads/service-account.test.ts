import { Construct } from 'constructs';
import {
  type Permission,
  ServiceAccount,
  type ServiceAccountProps,
} from '../../lib/workloads/service-account';
import { addedObjects } from '../support/added-objects';

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new ServiceAccount(cluster, 'account', { namespace, name: 'clerk' });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props, and every kind of permission', () => {
  const permission: Required<Permission> = {
    apiGroup: ['', 'events.k8s.io'],
    resources: ['events'],
    verbs: ['create', 'patch'],
    resourceNames: ['shop'],
  };
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<ServiceAccountProps> = { namespace, name: 'clerk', automountToken: false };
    const account = new ServiceAccount(cluster, 'account', all);
    account.grantEverywhere([{ apiGroup: '', resources: ['nodes'], verbs: ['get', 'list'] }, permission]);
    account.grantIn(namespace, [{ apiGroup: 'apps', resources: ['deployments'], verbs: ['get'] }]);
    account.bindClusterRole('delegator', 'clerk-delegator', 'system:auth-delegator');
    account.bindRole(
      new Construct(account, 'reader'),
      { name: 'clerk-reader', namespace: 'kube-system' },
      'extension-apiserver-authentication-reader',
    );
  });
  expect(objects).toMatchSnapshot();
});
