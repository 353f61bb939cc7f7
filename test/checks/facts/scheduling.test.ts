import { NO_PROVIDER, type NodePool } from '../../../lib/checks/engine/cluster-facts';
import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import type { Scenario } from '../../../lib/checks/facts/ledger';
import { unplaced } from '../../../lib/checks/facts/scheduling';
import { factsOf } from '../../../lib/synth';
import { StatelessWorkload } from '../../../lib/workloads/stateless-workload';
import { RESOURCES } from '../../support/added-objects';
import type { Breakable } from '../../support/sound-cluster';
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

describe('pods that must run on different nodes', () => {
  const LARGE = { name: 'large', count: 1, cpu: '4', memory: '8Gi' };
  const TINY = { name: 'tiny', count: 1, cpu: '150m', memory: '8Gi' };

  /** The number of pods of 100m without room; `change` changes the constraint. */
  function unplacedOn(
    nodes: readonly NodePool[],
    { replicas = 2, spread = true, scenario = 'minimum' as Scenario, change = (_: Breakable) => {} } = {},
  ): number {
    const own = new TestCluster();
    const namespace = own.addNamespace({ name: 'shop', podSecurity: 'restricted' });
    const image = 'registry.example.org/web:1.0.0';
    const web = { namespace, name: 'web', image, user: 1000, resources: RESOURCES, replicas, spread };
    new StatelessWorkload(own, 'web', web);
    const [facts] = factsOf(own.app);
    if (facts === undefined) throw new Error('the cluster has no objects');
    const index = new ClusterIndex({ ...facts, nodes });
    for (const { pod } of index.workloads) for (const it of pod.topologySpreadConstraints ?? []) change(it);
    const batches = unplaced(index, scenario);
    return batches.reduce((sum, { count }) => sum + count, 0);
  }

  test('have no room on one node', () => {
    expect(unplacedOn([LARGE, { ...TINY, cpu: '50m' }], { spread: false })).toBe(0);
    expect(unplacedOn([LARGE, { ...TINY, cpu: '50m' }])).toBe(1);
    expect(unplacedOn([LARGE, TINY])).toBe(0);
  });

  test('share the only node', () => {
    expect(unplacedOn([LARGE], { replicas: 3 })).toBe(0);
  });

  test('differ by at most maxSkew between two nodes', () => {
    // One pod fits on the tiny node: two on the other one differ by 1.
    expect(unplacedOn([LARGE, TINY], { replicas: 3 })).toBe(0);
    expect(unplacedOn([LARGE, TINY], { replicas: 5 })).toBe(2);
    const change = (it: Breakable) => {
      it.maxSkew = 2;
    };
    expect(unplacedOn([LARGE, TINY], { replicas: 5, change })).toBe(1);
  });

  test('are spread for each revision, if the constraint distinguishes revisions', () => {
    const two = [LARGE, LARGE, { ...TINY, cpu: '50m' }];
    expect(unplacedOn(two, { scenario: 'rollout' })).toBe(0);
    const change = (it: Breakable) => {
      it.matchLabelKeys = undefined;
    };
    expect(unplacedOn(two, { scenario: 'rollout', change })).toBe(1);
  });

  test('may share a node if the constraint is only a preference, or concerns something else than nodes', () => {
    const nodes = [LARGE, { ...TINY, cpu: '50m' }];
    for (const [key, value] of [
      ['whenUnsatisfiable', 'ScheduleAnyway'],
      ['topologyKey', 'topology.kubernetes.io/zone'],
    ] as const) {
      const change = (it: Breakable) => {
        it[key] = value;
      };
      expect(unplacedOn(nodes, { change })).toBe(0);
    }
  });

  test('have no room without nodes', () => {
    expect(unplacedOn([])).toBe(2);
  });
});
