import type { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { exposureError, normalPath } from './check-exposure';
import type { Exposure } from './exposure';

/** The exposures of a cluster, of all of its ingress stacks. It refuses names, routes and Secrets that are in use. */
export class ExposureRegistry {
  private static readonly byCluster = new WeakMap<ClusterBase, ExposureRegistry>();

  /** The registry of a cluster. It is made at the first call. */
  static of(cluster: ClusterBase): ExposureRegistry {
    const found = ExposureRegistry.byCluster.get(cluster) ?? new ExposureRegistry();
    ExposureRegistry.byCluster.set(cluster, found);
    return found;
  }

  private readonly names = new Set<string>();
  private readonly byRoute = new Map<string, Exposure>();
  private readonly bySecret = new Map<string, Exposure>();

  /** @throws Error if the namespace has another exposure of this name */
  claimName(name: string, { name: namespace }: ClusterNamespace): void {
    const key = `${namespace}/${name}`;
    if (this.names.has(key))
      throw exposureError(
        name,
        `namespace "${namespace}" has another exposure of this name: rename one of them`,
      );
    this.names.add(key);
  }

  /** @throws Error if another exposure has one of its hosts and paths, or orders one of its Secrets */
  add(exposure: Exposure): void {
    const { hosts, routes } = exposure;
    for (const host of hosts) {
      for (const { path } of routes) {
        this.claim(
          this.byRoute,
          host + normalPath(path),
          exposure,
          (other) => `"${host}${path}" is also exposed by ${described(other)}: remove it from one of them`,
        );
      }
    }
    for (const secret of exposure.issuer === undefined ? [] : secretsOf(exposure)) {
      this.claim(
        this.bySecret,
        secret,
        exposure,
        (other) =>
          `secret "${secret}" is also ordered by ${described(other)}: give one of them another secret name`,
      );
    }
  }

  private claim(
    owners: Map<string, Exposure>,
    key: string,
    exposure: Exposure,
    problem: (other: Exposure) => string,
  ): void {
    const other = owners.get(key);
    if (other !== undefined) throw exposureError(exposure.name, problem(other));
    owners.set(key, exposure);
  }
}

/** The TLS Secrets of an exposure, as `namespace/name`. */
function secretsOf({ namespace, tls }: Exposure): string[] {
  return tls.flatMap(({ secretName }) => (secretName === undefined ? [] : `${namespace.name}/${secretName}`));
}

function described({ name, namespace }: Exposure): string {
  return `"${name}" in namespace "${namespace.name}"`;
}
