import type { ClusterNamespace, ClusterNamespaceProps } from '../../lib/core/cluster-namespace';
import type { Resources } from '../../lib/core/resources';
import { type Manifest, TestCluster } from './test-cluster';

/** Requests and limits, for tests in which any will do. */
export const RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '200m', memory: '256Mi' },
};

/** All objects of a cluster with one namespace, after `make` has added its constructs. */
export function objectsIn(
  make: (cluster: TestCluster, namespace: ClusterNamespace) => void,
  namespace: Partial<Pick<ClusterNamespaceProps, 'name' | 'podSecurity'>> = {},
): Manifest[] {
  const cluster = new TestCluster();
  make(cluster, cluster.addNamespace({ name: 'shop', podSecurity: 'restricted', ...namespace }));
  return cluster.objects();
}
