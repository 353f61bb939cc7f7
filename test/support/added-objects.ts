import { isDeepStrictEqual } from 'node:util';
import type { ClusterNamespace, ClusterNamespaceProps } from '../../lib/core/cluster-namespace';
import type { Resources } from '../../lib/core/resources';
import { type Manifest, TestCluster } from './test-cluster';

/** Requests and limits, for tests in which any will do. */
export const RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '200m', memory: '256Mi' },
};

/**
 * All objects that constructs add to a cluster with one namespace, and those of the namespace that they change.
 *
 * The unchanged objects of the namespace are in the snapshots of `test/core/cluster-base.test.ts`.
 */
export function addedObjects(
  make: (cluster: TestCluster, namespace: ClusterNamespace) => void,
  props: Partial<Pick<ClusterNamespaceProps, 'name' | 'podSecurity'>> = {},
): Manifest[] {
  const objects = (add: typeof make) => {
    const cluster = new TestCluster();
    add(cluster, cluster.addNamespace({ name: 'shop', podSecurity: 'restricted', ...props }));
    return cluster.objects();
  };
  const before = objects(() => {});
  return objects(make).filter((object) => !before.some((other) => isDeepStrictEqual(object, other)));
}
