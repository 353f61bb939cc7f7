import { Kubeadm, type KubeadmProps } from '../../../../lib/systems/arcana/kubeadm/kubeadm';
import { TestCluster } from '../../../support/test-cluster';

test('with all props, none of which is optional', () => {
  const cluster = new TestCluster();
  const all: Required<KubeadmProps> = {
    kubernetesVersion: '1.34.4',
    nodeName: 'node-1',
    address: '192.0.2.7',
    apiServerPort: 6443,
  };
  new Kubeadm(cluster, 'bootstrap', all);
  expect(cluster.objects()).toEqual([]);
  expect(cluster.app.plainFiles.map(({ path, documents }) => ({ path, documents }))).toMatchSnapshot();
});
