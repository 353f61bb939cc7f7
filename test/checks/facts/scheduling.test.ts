import { NO_PROVIDER } from '../../../lib/checks/engine/cluster-facts';
import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { unplaced } from '../../../lib/checks/facts/scheduling';
import { factsOf } from '../../../lib/synth';
import { TestCluster } from '../../support/test-cluster';

const cluster = new TestCluster();
cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
const [facts] = factsOf(cluster.app);
const node = { name: 'general', count: 2, cpu: '1', memory: '1Gi' };
const pods = (replicas: number | 'every node', cpu: string) => ({
  name: 'agent',
  namespace: 'kube-system',
  replicas,
  cpu,
  memory: '100Mi',
});

/** The numbers of the provider's pods for which two nodes of 1 CPU have no room. */
function unplacedOf(...provided: ReturnType<typeof pods>[]): number[] {
  if (facts === undefined) throw new Error('the cluster has no objects');
  const index = new ClusterIndex({ ...facts, nodes: [node], provider: { ...NO_PROVIDER, pods: provided } });
  return unplaced(index, 'minimum').map(({ count }) => count);
}

describe("the cloud provider's pods", () => {
  test('take room on the nodes', () => {
    expect(unplacedOf(pods(2, '600m'))).toEqual([]);
    expect(unplacedOf(pods(3, '600m'))).toEqual([1]);
  });

  test('reduce the room of every node if they run on every node', () => {
    expect(unplacedOf(pods('every node', '500m'), pods(2, '500m'))).toEqual([]);
    expect(unplacedOf(pods('every node', '500m'), pods(2, '600m'))).toEqual([2]);
  });
});
