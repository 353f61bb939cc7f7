import { orUse } from '../../checks/engine/finding';
import {
  described,
  type Field,
  type Infer,
  integer,
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
import { type Advice, readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { vaultHostProblem } from '../../ingress/approuting/vault-host';
import { quote } from '../../kube/text';
import {
  acmeEmail,
  alerts,
  ingressFields,
  networkFields,
  nodeLabels,
  parseNodeLabels,
  reportIngress,
  reportOverlaps,
  reportSecrets,
  variables,
} from '../shared-fields';
import { MACHINE_SIZES, type MachineSizeName } from './azure/machine-sizes';
import { aksNodePool, nodePoolNameProblem } from './azure/node-pool';
import { SERVICES, type ServiceDescription } from './services';

const images = object(
  Object.fromEntries(SERVICES.map(({ name }) => [name, imageTag()])) as Record<
    ServiceDescription['name'],
    Field<string>
  >,
);

/**
 * The name of a key vault.
 *
 * @see https://learn.microsoft.com/azure/key-vault/general/common-error-codes VaultNameNotValid
 */
const vaultName = string({
  noun: 'a key vault name',
  pattern: /^(?=.{3,24}$)[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/,
  remedy: 'write 3 to 24 letters, digits and single hyphens, starting with a letter',
});

/** @see https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers */
const certificateName = string({
  noun: 'a certificate name of a key vault',
  pattern: /^[a-zA-Z0-9-]{1,127}$/,
  remedy: 'write 1 to 127 letters, digits and hyphens',
});

const ingress = described(
  'The ingress controllers. Default: nginx',
  optional(
    object(
      {
        ...ingressFields,
        keyVault: described(
          'The Azure Key Vault with the certificates of the gateway: see docs/migration.md. Default: none, cert-manager orders them',
          optional(
            object({
              name: described('The name of the vault.', vaultName),
              clientId: described(
                'The client id of the managed identity that reads the certificates.',
                uuid(),
              ),
              certificates: described(
                'The name of the certificate in the vault for each host of the cluster.',
                map(certificateName, { keyProblem: vaultHostProblem }),
              ),
            }),
          ),
        ),
      },
      {
        check({ keyVault, ...setting }, report) {
          reportIngress(setting, report);
          if (setting.controllers === 'nginx' && keyVault !== undefined)
            report(
              ['keyVault'],
              'is only for a gateway, but controllers is nginx, whose certificates cert-manager orders: remove it, or set controllers to gateway or both',
            );
        },
      },
    ),
  ),
);

const keyVault = object({
  name: described('The name of the vault; no other environment may have it.', vaultName),
  tenantId: described('The Entra tenant of the vault.', uuid()),
  clientId: described('The client id of the managed identity that reads the vault.', uuid()),
});

const environment = object(
  {
    host: described('The host of the API; it must be part of the domain.', dnsName()),
    images: described('The image tag of each service; CI writes them.', images),
    settings: described(
      'Environment variables of every service; no secrets.',
      variables(string(), ['NODE_ENV', 'PORT', 'MONGODB_URI', 'JWT_SECRET']),
    ),
    keyVault: described(
      'The Azure Key Vault from which its secrets are synced. Default: none, which requires secrets: kubernetes',
      optional(keyVault),
    ),
  },
  {
    check({ settings }, report) {
      reportSecrets(settings, report, 'remove it; docs/clusters/aks-algesta.md describes the secrets');
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
    maxCountWithGateway: described(
      'The maximum number of nodes if ingress.controllers is gateway or both, because istiod needs room. Default: maxCount',
      optional(integer({ min: 1 })),
    ),
    labels: nodeLabels,
  },
  {
    check({ count, maxCount, maxCountWithGateway }, report) {
      if (count !== undefined && maxCount !== undefined && count > maxCount)
        report(['maxCount'], `is ${maxCount}, less than count, ${count}: raise it or lower count`);
      if (maxCount !== undefined && maxCountWithGateway !== undefined && maxCountWithGateway < maxCount)
        report(
          ['maxCountWithGateway'],
          `is ${maxCountWithGateway}, less than maxCount, ${maxCount}: raise it or remove it`,
        );
    },
  },
);

const network = object(
  {
    policyEngine: described(
      'The --network-policy of AKS. With none, network policies are not enforced and npm run synth fails.',
      oneOf('calico', 'none'),
    ),
    ...networkFields,
  },
  { check: reportOverlaps },
);

const clusterFields = {
  secrets: described(
    'kubernetes: created with kubectl. key-vault: synced from Azure; every environment then needs keyVault.',
    oneOf('kubernetes', 'key-vault'),
  ),
  nodePools: described(
    'The node pools of the cluster.',
    list(nodePool, { ifEmpty: 'add the node pools of the cluster', check: reportPools }),
  ),
  network: described('The network of the cluster.', network),
  ingress,
  alerts,
};

const developmentEnvironments = object({
  development: described('The environment of the developers.', environment),
  testing: described('The environment in which releases are tested.', environment),
});

const productionEnvironments = object({
  production: described('The environment that customers use.', environment),
});

const FORMER = new Map([['keyVault', 'write a vault for each environment, under its name']]);

const development = object(
  { ...clusterFields, environments: described('Its environments.', developmentEnvironments) },
  { former: FORMER, check: reportMissingVaults },
);

const production = object(
  {
    ...clusterFields,
    environments: described('Its environments.', productionEnvironments),
    grafanaHost: described('The host of Grafana; it must be part of the domain.', dnsName()),
  },
  { former: FORMER, check: reportMissingVaults },
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
      if (clusters === undefined) return;
      reportSharedVaults(clusters, report);
      reportCertificates(clusters, report);
      if (domain === undefined) return;
      const taken = new Set<string>();
      for (const [path, host] of hostsOf(clusters)) {
        if (!host.endsWith(`.${domain}`))
          report(
            path,
            `host ${quote(host)} is not part of the domain ${domain}: write a host that ends with .${domain}`,
          );
        else if (taken.has(host)) report(path, `duplicate host ${quote(host)}: write another host`);
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
    Pick<Development, 'secrets' | 'ingress' | 'alerts'>,
    Partial<Pick<Production, 'grafanaHost'>> {
  readonly cluster: ClusterBaseProps;
  /** The nodes in place of those of {@link cluster}, if the cluster has a gateway. */
  readonly nodesWithGateway: ClusterBaseProps['nodes'];
  readonly environments: Partial<Development['environments'] & Production['environments']>;
}

/** The configuration of Algesta, by the name of the cluster. */
export type AlgestaConfig = Readonly<Record<ClusterName, AlgestaClusterConfig>>;

/**
 * Reads `config/algesta.yaml`.
 *
 * @param advice reports placeholders @default they are not reported
 * @throws ConfigError with every problem of the file, each with its line
 */
export function readAlgesta(file: string, advice?: Advice): AlgestaConfig {
  const { clusters, ...shared } = readConfig(file, algestaFile, advice);
  const cluster = (own: Clusters[ClusterName]): AlgestaClusterConfig => {
    const { nodePools, network, ...rest } = own;
    const pools = (hasGateway: boolean) =>
      nodePools.map(({ labels, maxCount, maxCountWithGateway = maxCount, ...pool }) =>
        aksNodePool(
          {
            ...pool,
            labels: parseNodeLabels(labels),
            maxCount: hasGateway ? maxCountWithGateway : maxCount,
          },
          KUBERNETES_VERSION,
        ),
      );
    return {
      ...shared,
      ...rest,
      cluster: { network, nodes: pools(false), kubernetesVersion: KUBERNETES_VERSION },
      nodesWithGateway: pools(true),
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
    if (pool && first < index)
      report([index, 'name'], `duplicate pool ${quote(pool.name)}: rename one of them`);
  });
}

function reportMissingVaults(
  { secrets, environments = {} }: { secrets?: string; environments?: Environments },
  report: Report,
): void {
  if (secrets !== 'key-vault') return;
  for (const [name, { keyVault }] of Object.entries(environments))
    if (keyVault === undefined)
      report(
        ['environments', name],
        'secrets: key-vault requires keyVault: add it with name, tenantId and clientId',
      );
}

/**
 * The objects of every vault have the same names. In a shared vault, two environments would use the same database, and
 * accept each other's tokens. Azure ignores the case of a vault's name.
 */
function reportSharedVaults(named: Infer<typeof clusters>, report: Report): void {
  const owners = new Map<string, string>();
  for (const [path, owner, { keyVault }] of environmentsOf(named)) {
    if (keyVault === undefined) continue;
    const first = owners.get(keyVault.name.toLowerCase());
    if (first === undefined) owners.set(keyVault.name.toLowerCase(), owner);
    else
      report(
        [...path, 'keyVault', 'name'],
        `vault ${quote(keyVault.name)} is also the vault of ${first}, so ${owner} would use its database and its key for tokens: write another vault`,
      );
  }
}

/** A gateway needs a certificate for every host of its cluster, and has no other hosts. */
function reportCertificates(named: Infer<typeof clusters>, report: Report): void {
  const all = hostsOf(named);
  for (const [name, { ingress }] of Object.entries(named)) {
    const { certificates } = ingress?.keyVault ?? {};
    if (certificates === undefined) continue;
    const path = ['clusters', name, 'ingress', 'keyVault', 'certificates'];
    const hosts = all.filter(([[, cluster]]) => cluster === name).map(([, host]) => host);
    for (const host of hosts)
      if (!certificates.has(host))
        report(path, `host ${quote(host)} is missing: add it, with the name of its certificate in the vault`);
    for (const host of certificates.keys())
      if (!hosts.includes(host))
        report([...path, host], `is not a host of this cluster: correct or remove it${orUse(hosts)}`);
  }
}

type Environments = Readonly<Record<string, AlgestaEnvironmentConfig>>;

/** Every environment, with its path and its name. */
function environmentsOf(named: Infer<typeof clusters>): [Path, string, AlgestaEnvironmentConfig][] {
  return Object.entries(named).flatMap(([cluster, { environments }]) =>
    Object.entries(environments as Environments).map(
      ([name, environment]): [Path, string, AlgestaEnvironmentConfig] => [
        ['clusters', cluster, 'environments', name],
        name,
        environment,
      ],
    ),
  );
}

function hostsOf(named: Infer<typeof clusters>): [Path, string][] {
  const hosts = environmentsOf(named).map(([path, , { host }]): [Path, string] => [[...path, 'host'], host]);
  for (const [name, cluster] of Object.entries(named)) {
    if ('grafanaHost' in cluster) hosts.push([['clusters', name, 'grafanaHost'], cluster.grafanaHost]);
  }
  return hosts;
}
