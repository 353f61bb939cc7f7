import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../lib/config/problem';
import { readAlgesta } from '../../../lib/systems/algesta/config';

const SHIPPED = readFileSync('config/algesta.yaml', 'utf8');

/** The shipped configuration with a part replaced. @throws Error if the part is missing */
function changed(part: string, by: string): string {
  if (!SHIPPED.includes(part)) throw new Error(`config/algesta.yaml has no ${JSON.stringify(part)}`);
  return SHIPPED.replace(part, by);
}

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'algesta.yaml');
  writeFileSync(file, text);
  return file;
}

/** The problems of a file, each without the name of the file, and with the text of its line instead of its number. */
function problems(text: string): string[] {
  const file = fileOf(text);
  try {
    readAlgesta(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) =>
      problem
        .replace(`${file}:`, '')
        .replace(/^(\d+):\d+: (?:clusters\.)?/, (_, line) => `${text.split('\n')[line - 1]?.trim()} | `),
    );
  }
  return [];
}

test('the shipped configuration is valid', () => {
  const config = readAlgesta('config/algesta.yaml');
  expect(
    config['aks-algesta-production'].cluster.nodes.map(({ name, count, maxCount }) => [
      name,
      count,
      maxCount,
    ]),
  ).toEqual([
    ['default', 1, 1],
    ['stdarprod', 1, 3],
  ]);
});

test('a build number needs no quotes and keeps its leading zeros', () => {
  const config = readAlgesta(fileOf(changed('api-gateway: "12345"', 'api-gateway: 0012346')));
  expect(config['aks-algesta-dev'].environments.development?.images['api-gateway']).toBe('0012346');
});

/** The shipped configuration with a vault for some environments, and with `secrets: key-vault` in the first cluster. */
function withVaults(vaults: Readonly<Record<string, string>>): string {
  const ids =
    'tenantId: 01234567-89ab-cdef-0123-456789abcdef, clientId: 01234567-89ab-cdef-0123-456789abcdef';
  return Object.entries(vaults).reduce(
    (text, [environment, name]) =>
      text.replace(`      ${environment}:\n`, `$&        keyVault: { name: ${name}, ${ids} }\n`),
    changed('secrets: kubernetes', 'secrets: key-vault'),
  );
}

test('every environment has a key vault of its own', () => {
  const text = withVaults({ development: 'akv-dev', testing: 'akv-test', production: 'akv-prod' });
  const config = readAlgesta(fileOf(text));
  const { development, testing } = config['aks-algesta-dev'].environments;
  expect([development, testing].map((environment) => environment?.keyVault?.name)).toEqual([
    'akv-dev',
    'akv-test',
  ]);
});

/** The shipped configuration with a key vault for the certificates of the first cluster. */
function withCertificates(certificates: string, controllers = 'gateway', name = 'akv-tls'): string {
  const clientId = '01234567-89ab-cdef-0123-456789abcdef';
  return changed(
    '      controllers: nginx #',
    `      keyVault:\n        name: ${name}\n        clientId: ${clientId}\n        certificates:\n${certificates}      controllers: ${controllers} #`,
  );
}

const DEV_CERTIFICATE = '          algesta-api-dev.3astronautas.com: api-dev\n';
const TEST_CERTIFICATE = '          algesta-api-test.3astronautas.com: api-test\n';

test.each(['gateway', 'both'])('with %s, every host has a certificate in a key vault', (controllers) => {
  const config = readAlgesta(fileOf(withCertificates(DEV_CERTIFICATE + TEST_CERTIFICATE, controllers)));
  expect([...(config['aks-algesta-dev'].ingress?.keyVault?.certificates ?? [])]).toEqual([
    ['algesta-api-dev.3astronautas.com', 'api-dev'],
    ['algesta-api-test.3astronautas.com', 'api-test'],
  ]);
});

const LONG_HOST = `${'a'.repeat(30)}.3astronautas.com`;

describe('fails if', () => {
  test.each([
    [
      'certificates of a key vault are for ingress-nginx',
      withCertificates(DEV_CERTIFICATE + TEST_CERTIFICATE, 'nginx'),
      [
        'name: akv-tls | aks-algesta-dev.ingress.keyVault: is only for a gateway, but controllers is nginx, whose certificates cert-manager orders: remove it, or set controllers to gateway or both',
      ],
    ],
    [
      'a host has no certificate in the key vault, and a certificate has an unknown host',
      withCertificates(`${DEV_CERTIFICATE}          algesta-api-prod.3astronautas.com: api-prod\n`),
      [
        'algesta-api-dev.3astronautas.com: api-dev | aks-algesta-dev.ingress.keyVault.certificates: host "algesta-api-test.3astronautas.com" is missing: add it, with the name of its certificate in the vault',
        'algesta-api-prod.3astronautas.com: api-prod | aks-algesta-dev.ingress.keyVault.certificates["algesta-api-prod.3astronautas.com"]: is not a host of this cluster: correct or remove it, or use one of algesta-api-dev.3astronautas.com, algesta-api-test.3astronautas.com',
      ],
    ],
    [
      'the names of a vault and of a certificate are invalid',
      withCertificates('          algesta-api-dev.3astronautas.com: api_dev\n', 'gateway', 'a.b'),
      [
        'name: a.b | aks-algesta-dev.ingress.keyVault.name: "a.b" is not a valid key vault name: write 3 to 24 letters, digits and single hyphens, starting with a letter',
        'algesta-api-dev.3astronautas.com: api_dev | aks-algesta-dev.ingress.keyVault.certificates["algesta-api-dev.3astronautas.com"]: "api_dev" is not a valid certificate name of a key vault: write 1 to 127 letters, digits and hyphens',
      ],
    ],
    [
      'a host is too long for a certificate of a key vault',
      withCertificates(`          ${LONG_HOST}: a\n`),
      [
        `${LONG_HOST}: a | aks-algesta-dev.ingress.keyVault.certificates["${LONG_HOST}"]: host "${LONG_HOST}" has 47 characters; with a certificate of a key vault, the maximum is 45, because AKS writes it into a label: use a shorter host, or cert-manager`,
      ],
    ],
    [
      'a service has no tag',
      changed('          api-gateway: "12345"\n', ''),
      [
        'ms-orders: "12345" | aks-algesta-dev.environments.development.images: missing key "api-gateway", expected an image tag such as "12345"',
      ],
    ],
    [
      'a tag is empty',
      changed('api-gateway: "12345"', 'api-gateway:'),
      [
        'api-gateway: | aks-algesta-dev.environments.development.images.api-gateway: expected an image tag such as "12345", found nothing',
      ],
    ],
    [
      'a tag is latest',
      changed('api-gateway: "12345"', 'api-gateway: latest'),
      [
        'api-gateway: latest | aks-algesta-dev.environments.development.images.api-gateway: the tag "latest" does not say which build runs: write the tag of a build, such as "12345"',
      ],
    ],
    [
      'a tag is a whole image',
      changed('api-gateway: "12345"', 'api-gateway: registry/api-gateway:12345'),
      [
        'api-gateway: registry/api-gateway:12345 | aks-algesta-dev.environments.development.images.api-gateway: "registry/api-gateway:12345" is not a valid image tag: write at most 128 letters, digits, ".", "_" and "-", without the name of the image',
      ],
    ],
    [
      'a service is misspelt',
      changed('ms-orders: "12345"', 'ms-order: "12345"'),
      [
        'ms-order: "12345" | aks-algesta-dev.environments.development.images: unknown key "ms-order", did you mean "ms-orders"?',
      ],
    ],
    [
      'an environment is unknown',
      changed('      testing:', '      staging:'),
      [
        'development: | aks-algesta-dev.environments: missing key "testing", expected a mapping',
        'staging: | aks-algesta-dev.environments: unknown key "staging", expected one of: development, testing',
      ],
    ],
    [
      'a host is not part of the domain',
      changed('algesta-api-test.3astronautas.com', 'algesta-api-test.example.org'),
      [
        'host: algesta-api-test.example.org | aks-algesta-dev.environments.testing.host: host "algesta-api-test.example.org" is not part of the domain 3astronautas.com: write a host that ends with .3astronautas.com',
      ],
    ],
    [
      'two hosts are the same',
      changed('algesta.grafana.3astronautas.com', 'algesta-api-dev.3astronautas.com'),
      [
        'grafanaHost: algesta-api-dev.3astronautas.com | aks-algesta-production.grafanaHost: duplicate host "algesta-api-dev.3astronautas.com": write another host',
      ],
    ],
    [
      'secrets are synced from key vaults, one of which is missing',
      withVaults({ development: 'akv-dev' }),
      [
        'host: algesta-api-test.3astronautas.com | aks-algesta-dev.environments.testing: secrets: key-vault requires keyVault: add it with name, tenantId and clientId',
      ],
    ],
    [
      'two environments have the same key vault',
      withVaults({ development: 'akv-algesta', testing: 'AKV-Algesta' }),
      [
        'keyVault: { name: AKV-Algesta, tenantId: 01234567-89ab-cdef-0123-456789abcdef, clientId: 01234567-89ab-cdef-0123-456789abcdef } | aks-algesta-dev.environments.testing.keyVault.name: vault "AKV-Algesta" is also the vault of development, so testing would use its database and its key for tokens: write another vault',
      ],
    ],
    [
      'two environments of different clusters have the same key vault',
      withVaults({ development: 'akv-dev', testing: 'akv-algesta', production: 'akv-algesta' }),
      [
        'keyVault: { name: akv-algesta, tenantId: 01234567-89ab-cdef-0123-456789abcdef, clientId: 01234567-89ab-cdef-0123-456789abcdef } | aks-algesta-production.environments.production.keyVault.name: vault "akv-algesta" is also the vault of testing, so production would use its database and its key for tokens: write another vault',
      ],
    ],
    [
      'a cluster has a key vault for all of its environments',
      changed('    grafanaHost', '    keyVault: { name: akv }\n    grafanaHost'),
      [
        'keyVault: { name: akv } | aks-algesta-production: unknown key "keyVault": write a vault for each environment, under its name',
      ],
    ],
    [
      "a key vault's name and ids are invalid",
      changed(
        '      production:\n',
        '      production:\n        keyVault: { name: akv--prod, tenantId: t, clientId: c }\n',
      ),
      [
        'keyVault: { name: akv--prod, tenantId: t, clientId: c } | aks-algesta-production.environments.production.keyVault.name: "akv--prod" is not a valid key vault name: write 3 to 24 letters, digits and single hyphens, starting with a letter',
        'keyVault: { name: akv--prod, tenantId: t, clientId: c } | aks-algesta-production.environments.production.keyVault.tenantId: "t" is not a valid UUID: write it like 01234567-89ab-cdef-0123-456789abcdef',
        'keyVault: { name: akv--prod, tenantId: t, clientId: c } | aks-algesta-production.environments.production.keyVault.clientId: "c" is not a valid UUID: write it like 01234567-89ab-cdef-0123-456789abcdef',
      ],
    ],
    [
      "a node pool's name is too long for AKS",
      changed('name: stdarprod,', 'name: stdarproduction,'),
      [
        '- { name: stdarproduction, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 3, maxCountWithGateway: 5 } | aks-algesta-production.nodePools[1].name: "stdarproduction" is not a valid name of an AKS node pool: use lower-case letters and digits, start with a letter, and write at most 12 characters',
      ],
    ],
    [
      'a node pool starts with more nodes than it may have',
      changed(
        'name: stdarprod, mode: User, vmSize: Standard_B2s, count: 1',
        'name: stdarprod, mode: User, vmSize: Standard_B2s, count: 4',
      ),
      [
        '- { name: stdarprod, mode: User, vmSize: Standard_B2s, count: 4, maxCount: 3, maxCountWithGateway: 5 } | aks-algesta-production.nodePools[1].maxCount: is 3, less than count, 4: raise it or lower count',
      ],
    ],
    [
      'a node pool may have fewer nodes with a gateway than without',
      changed(
        'name: stdarprod, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 3, maxCountWithGateway: 5',
        'name: stdarprod, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 3, maxCountWithGateway: 2',
      ),
      [
        '- { name: stdarprod, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 3, maxCountWithGateway: 2 } | aks-algesta-production.nodePools[1].maxCountWithGateway: is 2, less than maxCount, 3: raise it or remove it',
      ],
    ],
    [
      'a setting is a connection string with a password',
      changed('LOG_LEVEL: debug', 'STORE: "mongodb://root:hunter2@db/orders"'),
      [
        'STORE: "mongodb://root:hunter2@db/orders" | contains a password in a URL ("h…", 7 characters): change the secret, because the repository is no place for it, and create a Secret in the cluster',
      ],
    ],
    [
      'the ranges of pods and Services overlap',
      changed('serviceCidr: 10.0.0.0/16', 'serviceCidr: 10.244.0.0/24'),
      [
        'serviceCidr: 10.244.0.0/24 | aks-algesta-dev.network.serviceCidr: "10.244.0.0/24" overlaps podCidr, "10.244.0.0/16": use separate ranges',
      ],
    ],
    [
      'a cluster has no node pools',
      changed(
        `nodePools:
      - { name: default, mode: System, vmSize: Standard_B2s, count: 1, maxCount: 1 }
      - { name: stdardev, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 3, maxCountWithGateway: 5 }`,
        'nodePools: []',
      ),
      ['nodePools: [] | aks-algesta-dev.nodePools: is empty: add the node pools of the cluster'],
    ],
    [
      'no address of the nodes is stated',
      changed('nodeCidrs:\n        - 10.224.0.0/16', 'nodeCidrs: []'),
      [
        'nodeCidrs: [] | aks-algesta-dev.network.nodeCidrs: is empty: add the addresses of the nodes (kubectl get nodes -o wide)',
      ],
    ],
    [
      'no node pool has mode System, and two have the same name',
      changed(
        '{ name: default, mode: System, vmSize: Standard_B2s, count: 1, maxCount: 1 }',
        '{ name: stdardev, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 1 }',
      ),
      [
        '- { name: stdardev, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 1 } | aks-algesta-dev.nodePools: a pool with mode System is missing, on which AKS runs its own pods: add one, or change the mode of a pool',
        '- { name: stdardev, mode: User, vmSize: Standard_B2s, count: 1, maxCount: 3, maxCountWithGateway: 5 } | aks-algesta-dev.nodePools[1].name: duplicate pool "stdardev": rename one of them',
      ],
    ],
    [
      'a setting is not a valid environment variable, or is reserved',
      changed('LOG_LEVEL: debug', 'log-level: debug\n          PORT: "80"'),
      [
        'log-level: debug | aks-algesta-dev.environments.development.settings.log-level: "log-level" is not a valid environment variable: write it like LOG_LEVEL',
        'PORT: "80" | aks-algesta-dev.environments.development.settings.PORT: PORT is reserved, because cluster-topology sets it: remove it',
      ],
    ],
  ])('%s', (_title, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});
