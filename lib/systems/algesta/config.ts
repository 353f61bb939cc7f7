import {
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
import { cidr, dnsName, emailAddress, port } from '../../config/formats';
import { imageTag } from '../../config/images';
import type { Path } from '../../config/problem';
import { readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { quote } from '../../kube/text';
import type { KeyVault } from './azure/key-vault-secrets';
import { MACHINE_SIZES, type MachineSizeName } from './azure/machine-sizes';
import { aksNodePool, nodePoolNameProblem } from './azure/node-pool';

const environment = object(
  {
    host: dnsName(),
    images: object({
      'api-gateway': imageTag(),
      'ms-orders': imageTag(),
      'ms-notifications': imageTag(),
      'ms-provider': imageTag(),
    }),
    settings: map(string()),
  },
  { check: ({ settings }, report) => reportSettings(settings, report) },
);

const nodePool = object(
  {
    name: string({ check: nodePoolNameProblem }),
    mode: oneOf('System', 'User'),
    vmSize: oneOf(...(Object.keys(MACHINE_SIZES) as MachineSizeName[])),
    count: integer({ min: 1 }),
    maxCount: integer({ min: 1 }),
  },
  {
    check: ({ count, maxCount }, report) => {
      if (count !== undefined && maxCount !== undefined && count > maxCount)
        report(['maxCount'], `is ${maxCount}, below the ${count} nodes that the pool starts with: raise it`);
    },
  },
);

const common = {
  secrets: oneOf('kubernetes', 'key-vault'),
  keyVault: optional(object({ name: string(), tenantId: uuid(), clientId: uuid() })),
  nodePools: list(nodePool, { check: reportPools }),
  network: object({
    policyEngine: oneOf('calico', 'none'),
    podCidr: cidr(),
    serviceCidr: cidr(),
    nodeCidrs: list(cidr()),
    apiServer: object({ cidrs: list(cidr()), port: port() }),
  }),
};

const development = object(
  { ...common, environments: object({ development: environment, testing: environment }) },
  { check: reportMissingVault },
);

const production = object(
  { ...common, environments: object({ production: environment }), grafanaHost: dnsName() },
  { check: reportMissingVault },
);

const algesta = object(
  {
    domain: dnsName(),
    email: emailAddress(),
    registry: dnsName(),
    clusters: object({ 'aks-algesta-dev': development, 'aks-algesta-production': production }),
  },
  { check: reportHosts },
);

/** What the configuration says of an environment. */
export type AlgestaEnvironmentConfig = Infer<typeof environment>;

/** What `config/algesta.yaml` says of one cluster. */
export interface AlgestaClusterConfig {
  readonly cluster: ClusterBaseProps;
  /** The domain that every host lies in. */
  readonly domain: string;
  /** Whom Let's Encrypt writes to. */
  readonly email: string;
  /** Where the images are, such as `acralgestaproduction.azurecr.io`. */
  readonly registry: string;
  /** The key vault that secrets are synced from. @default none: a person makes them with kubectl */
  readonly keyVault?: KeyVault;
  readonly environments: {
    readonly development?: AlgestaEnvironmentConfig;
    readonly testing?: AlgestaEnvironmentConfig;
    readonly production?: AlgestaEnvironmentConfig;
  };
  /** Where Grafana is served. @default nowhere: it is reached by port-forwarding */
  readonly grafanaHost?: string;
}

/** What `config/algesta.yaml` says, by the cluster's name. */
export type AlgestaConfig = Readonly<
  Record<'aks-algesta-dev' | 'aks-algesta-production', AlgestaClusterConfig>
>;

/** @throws ConfigError with every problem of the file, each with its line */
export function readAlgesta(file: string): AlgestaConfig {
  const { clusters, ...shared } = readConfig(file, algesta);
  const cluster = ({ nodePools, network, secrets, keyVault, ...rest }: Common): AlgestaClusterConfig => ({
    ...shared,
    ...rest,
    ...(secrets === 'key-vault' && { keyVault }),
    cluster: {
      network,
      nodes: nodePools.map((pool) => aksNodePool(pool, KUBERNETES_VERSION)),
      kubernetesVersion: KUBERNETES_VERSION,
    },
  });
  return {
    'aks-algesta-dev': cluster(clusters['aks-algesta-dev']),
    'aks-algesta-production': cluster(clusters['aks-algesta-production']),
  };
}

interface Hosts {
  readonly domain?: string;
  readonly clusters?: {
    readonly 'aks-algesta-dev': Infer<typeof development>;
    readonly 'aks-algesta-production': Infer<typeof production>;
  };
}

type Common = Infer<typeof development> | Infer<typeof production>;

function uuid() {
  return string({
    expected: 'a UUID such as 01234567-89ab-cdef-0123-456789abcdef',
    check: (value) =>
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
        ? undefined
        : `UUID ${quote(value)} is none: write it like 01234567-89ab-cdef-0123-456789abcdef`,
  });
}

/** AKS keeps one System pool at least, and takes no two pools of one name. */
function reportPools(pools: readonly (Infer<typeof nodePool> | undefined)[], report: Report): void {
  if (pools.every((pool) => pool !== undefined && pool.mode !== 'System'))
    report([], 'no pool has mode System, and AKS needs one for its own pods: give one that mode');
  pools.forEach((pool, index) => {
    const first = pools.findIndex((other) => other?.name === pool?.name);
    if (pool && first < index)
      report([index, 'name'], `a pool "${pool.name}" is there already: give one of them another name`);
  });
}

function reportSettings(settings: ReadonlyMap<string, string> | undefined, report: Report): void {
  for (const name of settings?.keys() ?? []) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name))
      report(['settings', name], `${quote(name)} is no environment variable: write it like LOG_LEVEL`);
    else if (['NODE_ENV', 'PORT', 'MONGODB_URI', 'JWT_SECRET'].includes(name))
      report(['settings', name], `${name} is set by the program: remove it`);
  }
}

function reportMissingVault(
  { secrets, keyVault }: { secrets?: string; keyVault?: KeyVault },
  report: Report,
): void {
  if (secrets === 'key-vault' && keyVault === undefined)
    report(['secrets'], 'key-vault needs the vault: add keyVault with name, tenantId and clientId');
}

/** A host outside the domain would get no certificate, and one that two share would serve only one of them. */
function reportHosts({ domain, clusters }: Hosts, report: Report): void {
  if (domain === undefined || clusters === undefined) return;
  const first = new Map<string, Path>();
  for (const [path, host] of hostsOf(clusters)) {
    if (!host.endsWith(`.${domain}`)) report(path, `host "${host}" is outside the domain ${domain}`);
    else if (first.has(host)) report(path, `host "${host}" is taken already: give each its own`);
    else first.set(host, path);
  }
}

function hostsOf(clusters: NonNullable<Hosts['clusters']>): [Path, string][] {
  return Object.entries(clusters).flatMap(([name, { environments, ...cluster }]) => {
    const hosts = Object.entries(environments).map(([environment, { host }]): [Path, string] => [
      ['clusters', name, 'environments', environment, 'host'],
      host,
    ]);
    return 'grafanaHost' in cluster
      ? [...hosts, [['clusters', name, 'grafanaHost'], cluster.grafanaHost] as [Path, string]]
      : hosts;
  });
}
