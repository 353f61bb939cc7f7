import {
  described,
  type Field,
  type Infer,
  integer,
  invalid,
  list,
  map,
  object,
  oneOf,
  optional,
  type Report,
  string,
} from '../../config/fields';
import { dnsName, uuid } from '../../config/formats';
import { imageTag } from '../../config/images';
import type { Path } from '../../config/problem';
import { readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { acmeEmail, alerts, networkFields } from '../shared-fields';
import { MACHINE_SIZES, type MachineSizeName } from './azure/machine-sizes';
import { aksNodePool, nodePoolNameProblem } from './azure/node-pool';
import { SERVICES, type ServiceDescription } from './services';

const images = object(
  Object.fromEntries(SERVICES.map(({ name }) => [name, imageTag()])) as Record<
    ServiceDescription['name'],
    Field<string>
  >,
);

const environment = object(
  {
    host: described('The host of the API; it must be part of the domain.', dnsName()),
    images: described('The image tag of each service; CI writes them.', images),
    settings: described('Environment variables of every service; no secrets.', map(string())),
  },
  {
    check({ settings }, report) {
      for (const name of settings?.keys() ?? []) {
        if (!/^[A-Z][A-Z0-9_]*$/.test(name))
          report(['settings', name], invalid(name, 'environment variable', 'write it like LOG_LEVEL'));
        else if (['NODE_ENV', 'PORT', 'MONGODB_URI', 'JWT_SECRET'].includes(name))
          report(['settings', name], `${name} is reserved, because cluster-topology sets it: remove it`);
      }
    },
  },
);

const VM_SIZES = Object.keys(MACHINE_SIZES) as MachineSizeName[];

const nodePool = object(
  {
    name: described('The name of the node pool in AKS.', string({ check: nodePoolNameProblem })),
    mode: described('AKS runs its own pods on System pools.', oneOf('System', 'User')),
    vmSize: described('The size of the virtual machines.', oneOf(...VM_SIZES)),
    count: described('The number of nodes with which the pool starts.', integer({ min: 1 })),
    maxCount: described('The maximum number of nodes to which the pool is autoscaled.', integer({ min: 1 })),
  },
  {
    check({ count, maxCount }, report) {
      if (count !== undefined && maxCount !== undefined && count > maxCount)
        report(['maxCount'], `is ${maxCount}, less than count, ${count}: raise it or lower count`);
    },
  },
);

const keyVault = object({
  name: described('The name of the vault.', string()),
  tenantId: described('The Entra tenant of the vault.', uuid()),
  clientId: described('The client id of the managed identity that reads the vault.', uuid()),
});

const network = object({
  policyEngine: described(
    'The --network-policy of AKS. With none, network policies are not enforced and npm run synth fails.',
    oneOf('calico', 'none'),
  ),
  ...networkFields,
});

const clusterFields = {
  secrets: described(
    'kubernetes: created with kubectl. key-vault: synced from Azure; this needs keyVault.',
    oneOf('kubernetes', 'key-vault'),
  ),
  keyVault: described('The Azure Key Vault from which secrets are synced.', optional(keyVault)),
  nodePools: described('The node pools of the cluster.', list(nodePool, { check: reportPools })),
  network: described('The network of the cluster.', network),
  alerts,
};

const developmentEnvironments = object({
  development: described('The environment of the developers.', environment),
  testing: described('The environment in which releases are tested.', environment),
});

const productionEnvironments = object({
  production: described('The environment that customers use.', environment),
});

const development = object(
  { ...clusterFields, environments: described('Its environments.', developmentEnvironments) },
  { check: reportMissingVault },
);

const production = object(
  {
    ...clusterFields,
    environments: described('Its environments.', productionEnvironments),
    grafanaHost: described('The host of Grafana; it must be part of the domain.', dnsName()),
  },
  { check: reportMissingVault },
);

const clusters = object({
  'aks-algesta-dev': described('The cluster of development and testing.', development),
  'aks-algesta-production': described('The cluster of production.', production),
});

/** The fields of `config/algesta.yaml`. */
export const algestaFile = object(
  {
    domain: described('The domain of all hosts.', dnsName()),
    email: acmeEmail,
    registry: described('The registry of the images, which are <registry>/<service>:<tag>.', dnsName()),
    clusters: described('The clusters of Algesta.', clusters),
  },
  {
    // Every host must be part of the domain, to get a certificate, and must have only one owner.
    check({ domain, clusters }, report) {
      if (domain === undefined || clusters === undefined) return;
      const taken = new Set<string>();
      for (const [path, host] of hostsOf(clusters)) {
        if (!host.endsWith(`.${domain}`))
          report(
            path,
            `host "${host}" is not part of the domain ${domain}: write a host that ends with .${domain}`,
          );
        else if (taken.has(host)) report(path, `duplicate host "${host}": write another host`);
        else taken.add(host);
      }
    },
  },
);

type AlgestaFile = Infer<typeof algestaFile>;
type Clusters = AlgestaFile['clusters'];
type ClusterName = keyof Clusters;
type Development = Infer<typeof development>;
type Production = Infer<typeof production>;

/** An Azure key vault, and the identity that reads it. */
export type KeyVault = Infer<typeof keyVault>;

/** The configuration of one environment. */
export type AlgestaEnvironmentConfig = Infer<typeof environment>;

/** The configuration of one cluster: its part of `config/algesta.yaml`, and the values that all clusters share. */
export interface AlgestaClusterConfig
  extends Omit<AlgestaFile, 'clusters'>,
    Pick<Development, 'keyVault' | 'alerts'>,
    Partial<Pick<Production, 'grafanaHost'>> {
  readonly cluster: ClusterBaseProps;
  readonly environments: Partial<Development['environments'] & Production['environments']>;
}

/** The configuration of Algesta, by the name of the cluster. */
export type AlgestaConfig = Readonly<Record<ClusterName, AlgestaClusterConfig>>;

/**
 * Reads `config/algesta.yaml`.
 *
 * @throws ConfigError with every problem of the file, each with its line
 */
export function readAlgesta(file: string): AlgestaConfig {
  const { clusters, ...shared } = readConfig(file, algestaFile);
  const cluster = (own: Clusters[ClusterName]): AlgestaClusterConfig => {
    const { nodePools, network, secrets, keyVault, ...rest } = own;
    const nodes = nodePools.map((pool) => aksNodePool(pool, KUBERNETES_VERSION));
    return {
      ...shared,
      ...rest,
      ...(secrets === 'key-vault' && { keyVault }),
      cluster: { network, nodes, kubernetesVersion: KUBERNETES_VERSION },
    };
  };
  return {
    'aks-algesta-dev': cluster(clusters['aks-algesta-dev']),
    'aks-algesta-production': cluster(clusters['aks-algesta-production']),
  };
}

/** AKS needs a System pool, which also runs other pods unless it has a taint. The names of pools must differ. */
function reportPools(pools: readonly (Infer<typeof nodePool> | undefined)[], report: Report): void {
  if (pools.every((pool) => pool !== undefined && pool.mode !== 'System'))
    report(
      [],
      'a pool with mode System is missing, on which AKS runs its own pods: add one, or change the mode of a pool',
    );
  pools.forEach((pool, index) => {
    const first = pools.findIndex((other) => other?.name === pool?.name);
    if (pool && first < index) report([index, 'name'], `duplicate pool "${pool.name}": rename one of them`);
  });
}

function reportMissingVault(
  { secrets, keyVault: vault }: { secrets?: string; keyVault?: object },
  report: Report,
): void {
  if (secrets === 'key-vault' && vault === undefined)
    report(['secrets'], 'key-vault requires keyVault: add it with name, tenantId and clientId');
}

function hostsOf(named: Infer<typeof clusters>): [Path, string][] {
  return Object.entries(named).flatMap(([name, cluster]) => {
    const hosts = Object.entries(cluster.environments).map(([environment, { host }]): [Path, string] => [
      ['clusters', name, 'environments', environment, 'host'],
      host,
    ]);
    if ('grafanaHost' in cluster) hosts.push([['clusters', name, 'grafanaHost'], cluster.grafanaHost]);
    return hosts;
  });
}
