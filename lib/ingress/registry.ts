import { ApiObject } from 'cdk8s';
import type { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { exposureError, normalPath } from './check-exposure';
import type { Exposure } from './exposure';

/** What is exposed in a cluster, by all its ingress stacks together. */
export class ExposureRegistry {
  private static readonly byCluster = new WeakMap<ClusterBase, ExposureRegistry>();

  /** The registry of a cluster, made at the first call. */
  static of(cluster: ClusterBase): ExposureRegistry {
    const found = ExposureRegistry.byCluster.get(cluster) ?? new ExposureRegistry(cluster);
    ExposureRegistry.byCluster.set(cluster, found);
    return found;
  }

  private readonly names = new Set<string>();
  private readonly byRoute = new Map<string, Exposure>();
  private readonly bySecret = new Map<string, Exposure>();

  private constructor(private readonly cluster: ClusterBase) {}

  /** @throws Error if the namespace has an exposure of that name already */
  claimName(name: string, { name: namespace }: ClusterNamespace): void {
    const key = `${namespace}/${name}`;
    if (this.names.has(key))
      throw exposureError(
        name,
        `namespace "${namespace}" has an exposure of this name already: give one of them another`,
      );
    this.names.add(key);
  }

  /** @throws Error if one of its hosts and paths, or a secret that it orders, is another's already */
  add(exposure: Exposure): void {
    const { hosts, routes } = exposure;
    for (const host of hosts) {
      for (const { path } of routes) {
        this.claim(
          this.byRoute,
          host + normalPath(path),
          exposure,
          (other) => `"${host}${path}" is exposed by ${described(other)} already: remove it from one of them`,
        );
      }
    }
    for (const secret of exposure.issuer === undefined ? [] : secretsOf(exposure)) {
      this.claim(
        this.bySecret,
        secret,
        exposure,
        (other) =>
          `secret "${secret}" is ordered by ${described(other)} already: give one of them another secretName`,
      );
    }
  }

  /** The secrets, as `namespace/name`, that the cluster's description fills or that it says a person makes. */
  knownSecrets(): ReadonlySet<string> {
    const declared = this.cluster.expectedSecrets.map(({ namespace, name }) => `${namespace}/${name}`);
    const certified = this.cluster.node
      .findAll()
      .filter((node): node is ApiObject => node instanceof ApiObject && node.kind === 'Certificate')
      .map((certificate) => {
        const { metadata, spec } = certificate.toJson() as {
          metadata: { namespace: string };
          spec: { secretName: string };
        };
        return `${metadata.namespace}/${spec.secretName}`;
      });
    return new Set([...declared, ...certified, ...this.bySecret.keys()]);
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

/** The TLS secrets that an exposure names, as `namespace/name`. */
export function secretsOf({ namespace, tls }: Exposure): string[] {
  return tls.flatMap(({ secretName }) => (secretName === undefined ? [] : `${namespace.name}/${secretName}`));
}

function described({ name, namespace }: Exposure): string {
  return `"${name}" in namespace "${namespace.name}"`;
}
