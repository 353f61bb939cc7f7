import type { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { exposureError, normalPath } from './check-exposure';
import type { Exposure } from './exposure';

/** The exposures of a cluster, by all of its ingress stacks. Duplicate names, routes and Secrets are errors. */
export class ExposureRegistry {
  private static readonly byCluster = new WeakMap<ClusterBase, ExposureRegistry>();

  /** The registry of a cluster. It is made at the first call. */
  static of(cluster: ClusterBase): ExposureRegistry {
    const found = ExposureRegistry.byCluster.get(cluster) ?? new ExposureRegistry();
    ExposureRegistry.byCluster.set(cluster, found);
    return found;
  }

  private readonly names = new Set<string>();
  /** The exposures by their routes and Secrets. */
  private readonly owners = new Map<string, Exposure>();

  /** @throws Error if the namespace has another exposure of this name */
  claimName(name: string, { name: namespace }: ClusterNamespace): void {
    const key = `${namespace}/${name}`;
    if (this.names.has(key))
      throw exposureError(name, `duplicate name in namespace "${namespace}": rename one of the exposures`);
    this.names.add(key);
  }

  /** @throws Error if another exposure has one of its hosts and paths, or orders one of its Secrets */
  add(exposure: Exposure): void {
    const { name, namespace, hosts, routes, tls, issuer } = exposure;
    const claim = (item: string, use: string, remedy: string) => {
      const other = this.owners.get(item);
      if (other !== undefined) {
        const place = `"${other.name}" in namespace "${other.namespace.name}"`;
        throw exposureError(name, `${item} is also ${use} by ${place}: ${remedy}`);
      }
      this.owners.set(item, exposure);
    };
    for (const host of hosts)
      for (const { path } of routes)
        claim(`"${host}${normalPath(path)}"`, 'exposed', 'remove it from one of them');
    if (issuer === undefined) return;
    for (const secretName of tls.flatMap((entry) => entry.secretName ?? []))
      claim(`secret "${namespace.name}/${secretName}"`, 'ordered', 'give one of them another secret name');
  }
}
