import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { admittedPods } from '../../../lib/checks/facts/quota';
import { factsOf } from '../../../lib/synth';
import { algestaApp } from '../../support/algesta';

/** The admitted pods of the services in an environment. */
function admitted(cluster: Parameters<typeof algestaApp>[0], environment: string): Record<string, number> {
  const [facts] = factsOf(algestaApp(cluster));
  if (facts === undefined) throw new Error('the cluster has no objects');
  const counts = [...admittedPods(new ClusterIndex(facts))].map(
    ([{ workload }, count]): [string, number, string] => [workload.object.name, count, workload.namespace],
  );
  return Object.fromEntries(counts.filter(([, , namespace]) => namespace === environment));
}

describe("the pods that quotas admit at the autoscalers' maximum", () => {
  test('are all pods in a namespace without a quota', () => {
    expect(admitted('aks-algesta-dev', 'testing')).toEqual({
      'api-gateway-testing': 3,
      'ms-orders-testing': 3,
      'ms-notifications-testing': 3,
      'ms-provider-testing': 3,
    });
  });

  // The limits of five gateways and two of each other service are 8 CPU, the whole quota.
  test('are the minimum and then the largest pods, up to the quota', () => {
    expect(admitted('aks-algesta-production', 'production')).toEqual({
      'api-gateway-production': 5,
      'ms-orders-production': 2,
      'ms-notifications-production': 2,
      'ms-provider-production': 2,
    });
  });
});
