import { TopologyApp } from '../../lib/core/topology-app';
import { AlgestaCluster } from '../../lib/systems/algesta/cluster';
import { type AlgestaClusterConfig, type AlgestaConfig, readAlgesta } from '../../lib/systems/algesta/config';
import { SERVICES, type ServiceDescription } from '../../lib/systems/algesta/services';
import { jsonOf } from './manifests';

/** The shipped configuration, with changes. */
export function algestaConfig(
  name: keyof AlgestaConfig,
  changes: Partial<AlgestaClusterConfig> = {},
): AlgestaClusterConfig {
  return { ...readAlgesta('config/algesta.yaml')[name], ...changes };
}

/** An app with one of Algesta's clusters. */
export function algestaApp(
  name: keyof AlgestaConfig,
  changes: Partial<AlgestaClusterConfig> = {},
): TopologyApp {
  const app = new TopologyApp({ outdir: 'dist' });
  new AlgestaCluster(app, name, algestaConfig(name, changes));
  return app;
}

/** All objects of one of Algesta's clusters. */
export function algestaObjects<T>(
  name: keyof AlgestaConfig,
  changes: Partial<AlgestaClusterConfig> = {},
): T[] {
  return jsonOf(algestaApp(name, changes)).flatMap(({ json }) => json as T[]);
}

/** Changes with which the gateway's certificates come from a key vault, with one more node for the driver of vaults. */
export function vaultChanges(
  name: keyof AlgestaConfig,
  controllers: 'gateway' | 'both',
): Partial<AlgestaClusterConfig> {
  const { environments, grafanaHost, nodesWithGateway } = algestaConfig(name);
  const hosts = [...Object.values(environments).map(({ host }) => host), grafanaHost];
  const certificates = hosts.flatMap((host): [string, string][] =>
    host === undefined ? [] : [[host, host.split('.').slice(0, -2).join('-')]],
  );
  return {
    ingress: {
      controllers,
      keyVault: {
        name: 'akv-algesta-tls',
        clientId: '01234567-89ab-cdef-0123-456789abcdef',
        certificates: new Map(certificates),
      },
    },
    nodesWithGateway: nodesWithGateway.map((pool) => (pool.maxCount === 5 ? { ...pool, maxCount: 6 } : pool)),
  };
}

/** An image tag for each micro-service. */
export const IMAGES = Object.fromEntries(SERVICES.map(({ name }) => [name, '1.0.0'])) as Record<
  ServiceDescription['name'],
  string
>;
