import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KUBERNETES_VERSION } from '../../../lib/core/versions';
import { cidrContains } from '../../../lib/kube/cidr';
import { readAlgesta } from '../../../lib/systems/algesta/config';
import { documented, documentedWith } from '../../support/documented';

const PAGE = readFileSync('docs/clusters/aks-algesta.md', 'utf8');
interface Pool {
  readonly name: string;
  readonly mode: string;
  readonly vmSize: string;
  readonly count: number;
  readonly maxCount: number;
}

interface Cluster {
  readonly nodePools: readonly Pool[];
  readonly network: { readonly podCidr: string; readonly serviceCidr: string; readonly policyEngine: string };
}

/** The flags of the commands of the page that create a cluster, by command. A stand-in of az records them. */
function commands(cluster: string): Map<string, Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'az-'));
  const az = join(folder, 'az');
  writeFileSync(az, '#!/bin/sh\nprintf "%s\\n" "$@" >>"$AZ_LOG"\necho >>"$AZ_LOG"\necho "output-of-$3"\n');
  chmodSync(az, 0o755);
  const log = join(folder, 'log');
  const script = [
    'set -eu',
    ...documentedWith(` CLUSTER=${cluster} `, 'aks-algesta', '1. Tools'),
    ...documented('aks-algesta', '3. Cluster'),
  ].join('\n');
  const env = { PATH: `${folder}:${process.env.PATH}`, AZ_LOG: log };
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const calls = readFileSync(log, 'utf8').trim().split('\n\n');
  rmSync(folder, { recursive: true });
  return new Map(
    calls.map((call) => {
      const [command = '', ...flags] = call.split('\n--');
      return [
        command.replaceAll('\n', ' '),
        Object.fromEntries(flags.map((flag) => flag.split('\n')).map(([key, value = '']) => [key, value])),
      ];
    }),
  );
}

describe.each(['aks-algesta-dev', 'aks-algesta-production'] as const)('the installation of %s', (name) => {
  const config = readAlgesta('config/algesta.yaml')[name];
  const { nodePools, network } = parse(readFileSync('config/algesta.yaml', 'utf8')).clusters[name] as Cluster;
  const az = commands(name);
  const [system, user, ...others] = nodePools;

  const poolFlags = (pool: Pool | undefined) => ({
    'node-vm-size': pool?.vmSize,
    'node-count': String(pool?.count),
    'min-count': String(pool?.count),
    'max-count': String(pool?.maxCount),
    'enable-cluster-autoscaler': '',
    'os-sku': 'Ubuntu',
  });

  test('creates the network of the configuration', () => {
    expect([az.get('network vnet create')?.['subnet-prefix']]).toEqual(config.cluster.network.nodeCidrs);
    expect(az.get('aks create')).toMatchObject({
      'network-plugin': 'kubenet',
      'network-policy': network.policyEngine,
      'pod-cidr': network.podCidr,
      'service-cidr': network.serviceCidr,
    });
    const dns = az.get('aks create')?.['dns-service-ip'];
    expect(cidrContains(network.serviceCidr, `${dns}/32`)).toBe(true);
  });

  test('creates the node pools of the configuration, in one subnet', () => {
    expect([system?.mode, user?.mode, others]).toEqual(['System', 'User', []]);
    expect(az.get('aks create')).toMatchObject({ 'nodepool-name': system?.name, ...poolFlags(system) });
    expect(az.get('aks nodepool add')).toMatchObject({
      'cluster-name': name,
      name: user?.name,
      mode: 'User',
      ...poolFlags(user),
    });
    for (const command of ['aks create', 'aks nodepool add'])
      expect(az.get(command)?.['vnet-subnet-id']).toBe('output-of-subnet');
  });

  test('has the version, the tier, the names and the registry of the page', () => {
    const environment = name.replace('aks-algesta-', '');
    expect(az.get('aks create')).toMatchObject({
      name,
      'resource-group': `rg-algesta-${environment}`,
      'dns-name-prefix': `algesta-${environment}`,
      tier: environment === 'production' ? 'standard' : 'free',
      'kubernetes-version': KUBERNETES_VERSION,
      'enable-app-routing': '',
    });
    expect(`${az.get('aks create')?.['attach-acr']}.azurecr.io`).toBe(config.registry);
  });

  test('gives nobody access besides Entra', () => {
    expect(az.get('aks create')).toMatchObject({
      'enable-aad': '',
      'enable-azure-rbac': '',
      'disable-local-accounts': '',
      'no-ssh-key': '',
    });
  });
});

test('the steps of the installation are in an order in which each has what it needs', () => {
  const order = [
    'az aks create ',
    'az aks get-credentials --resource-group "$GROUP"',
    'kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes',
    'kubectl get services -n app-routing-system',
    'helm upgrade --install cert-manager',
    'kubectl apply -f "dist/$CLUSTER"\n',
    'kubectl get certificates -A',
  ];
  const positions = order.map((text) => PAGE.indexOf(text));
  expect(positions).not.toContain(-1);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
});
