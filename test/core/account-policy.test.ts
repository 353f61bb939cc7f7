import { AccountPolicy, type AccountPolicyProps } from '../../lib/core/account-policy';
import { placeIn, Stage } from '../../lib/core/placement';
import { TestCluster } from '../support/test-cluster';

const MINIMAL: AccountPolicyProps = {
  accounts: ['system:serviceaccount:shop:one', 'system:serviceaccount:shop:two'],
  on: { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] },
  rules: [{ holds: "request.namespace == 'shop'", otherwise: "'pods are created in namespace shop'" }],
};

function objects(props: AccountPolicyProps) {
  const cluster = new TestCluster();
  placeIn(cluster, Stage.access, 'access');
  new AccountPolicy(cluster, 'pods', props);
  return cluster.objects();
}

test('with only the required props, applies to every operation, and refuses requests that it cannot evaluate', () => {
  expect(objects(MINIMAL)).toMatchSnapshot();
});

test('with all props', () => {
  const all: Required<AccountPolicyProps> = {
    ...MINIMAL,
    on: { ...MINIMAL.on, operations: ['UPDATE'] },
    variables: { name: 'object.metadata.name' },
  };
  expect(objects(all)).toMatchSnapshot();
});
