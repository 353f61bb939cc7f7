import { Deployer, type DeployerProps } from '../../../lib/systems/algesta/deployer';
import { TestCluster } from '../../support/test-cluster';

test('with all props, none of which is optional', () => {
  const cluster = new TestCluster();
  const all: Required<DeployerProps> = {
    home: cluster.addNamespace({ name: 'devops', podSecurity: 'restricted' }),
    target: cluster.addNamespace({ name: 'testing', podSecurity: 'restricted' }),
    registry: 'registry.example.org',
  };
  new Deployer(cluster, 'deployer', all);
  const ofNamespaces = ['Namespace', 'NetworkPolicy'];
  expect(cluster.objects().filter(({ kind }) => !ofNamespaces.includes(kind))).toMatchSnapshot();
});
