import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { Ledger } from '../../../lib/checks/facts/ledger';
import { place } from '../../../lib/checks/facts/scheduling';
import { factsOf } from '../../../lib/synth';
import { TestCluster } from '../../support/test-cluster';

const cluster = new TestCluster();
cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
const [index] = factsOf(cluster.app).map((facts) => new ClusterIndex(facts));
const node = { name: 'general', count: 2, cpu: '1', memory: '1Gi' };
const pods = (replicas: number | 'every node', cpu: string) => ({
  name: 'agent',
  namespace: 'kube-system',
  replicas,
  cpu,
  memory: '100Mi',
});

/** What of the platform's pods finds no room on two nodes of 1 CPU. */
function homeless(...platform: ReturnType<typeof pods>[]): number[] {
  if (index === undefined) throw new Error('the cluster has no objects');
  return place(Ledger.of(index), [node], 'minimum', platform).map(({ count }) => count);
}

describe("the platform's own pods", () => {
  test('take their place on the nodes', () => {
    expect(homeless(pods(2, '600m'))).toEqual([]);
    expect(homeless(pods(3, '600m'))).toEqual([1]);
  });

  test('of every node leave less of each', () => {
    expect(homeless(pods('every node', '500m'), pods(2, '500m'))).toEqual([]);
    expect(homeless(pods('every node', '500m'), pods(2, '600m'))).toEqual([2]);
  });
});
