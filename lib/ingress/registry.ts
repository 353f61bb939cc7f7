import type { ClusterBase } from '../core/cluster-base';
import { normalPath } from './check-exposure';
import type { Exposure } from './exposure';
import { exposureError } from './exposure-error';

/** The exposures of each cluster, by all of its ingress stacks, with their routes and Secrets as keys. */
const OWNERS = new WeakMap<ClusterBase, Map<string, Exposure>>();

/**
 * Registers the routes and Secrets of an exposure.
 *
 * @throws Error if another exposure of the cluster has one of its hosts and paths, or orders one of its Secrets
 */
export function register(cluster: ClusterBase, exposure: Exposure): void {
  const { name, namespace, hosts, routes, tls, issuer } = exposure;
  const owners = OWNERS.get(cluster) ?? new Map<string, Exposure>();
  OWNERS.set(cluster, owners);
  const claim = (item: string, use: string, remedy: string) => {
    const other = owners.get(item);
    if (other !== undefined) {
      const place = `"${other.name}" in namespace "${other.namespace.name}"`;
      throw exposureError(name, `${item} is also ${use} by ${place}: ${remedy}`);
    }
    owners.set(item, exposure);
  };
  for (const host of hosts)
    for (const { path } of routes)
      claim(`"${host}${normalPath(path)}"`, 'exposed', 'remove it from one of them');
  if (issuer === undefined) return;
  for (const secretName of tls.flatMap((entry) => entry.secretName ?? []))
    claim(`secret "${namespace.name}/${secretName}"`, 'ordered', 'give one of them another secret name');
}
