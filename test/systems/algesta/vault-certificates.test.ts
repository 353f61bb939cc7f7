import { NGINX_ONLY } from '../../../lib/ingress/setting';
import { check } from '../../../lib/synth';
import { aksFacts } from '../../../lib/systems/algesta/azure/aks';
import { readConfiguration, withIngress } from '../../../lib/systems/configuration';
import { algestaApp, algestaConfig, algestaObjects, vaultChanges } from '../../support/algesta';
import type { Manifest } from '../../support/test-cluster';

const CASES = (['aks-algesta-dev', 'aks-algesta-production'] as const).flatMap((cluster) =>
  (['gateway', 'both'] as const).map((controllers) => ({ cluster, controllers })),
);

describe.each(CASES)('$cluster with certificates of a key vault and $controllers', (row) => {
  const { cluster, controllers } = row;
  const changes = vaultChanges(cluster, controllers);
  const hosts = [...(changes.ingress?.keyVault?.certificates.keys() ?? [])];
  const objects = algestaObjects<Manifest>(cluster, changes);
  const kinds = (kind: string) => objects.filter((object) => object.kind === kind);

  test('complies with all rules', () => {
    expect(check(algestaApp(cluster, changes)).errors).toEqual([]);
  });

  test('has a listener for every host, for the routes of its namespace', () => {
    const [gateway] = kinds('Gateway');
    const [, ...https] = gateway?.spec.listeners ?? [];
    expect(https.map(({ hostname }: { hostname: string }) => hostname).sort()).toEqual([...hosts].sort());
    for (const { name, hostname, allowedRoutes } of https) {
      const [route, ...others] = kinds('HTTPRoute').filter(({ spec }) =>
        spec.parentRefs.some((parent: { sectionName: string }) => parent.sectionName === name),
      );
      expect(others).toEqual([]);
      expect(route?.spec.hostnames).toEqual([hostname]);
      expect(allowedRoutes.namespaces.selector.matchExpressions).toEqual([
        { key: 'kubernetes.io/metadata.name', operator: 'In', values: [route?.metadata.namespace] },
      ]);
    }
    expect(kinds('ListenerSet')).toEqual([]);
  });

  test('orders certificates for Ingresses alone', () => {
    const ordered = kinds('Certificate')
      .filter(({ metadata }) => metadata.namespace !== 'cert-manager')
      .flatMap(({ spec }) => spec.dnsNames)
      .sort();
    expect(ordered).toEqual(controllers === 'both' ? [...hosts].sort() : []);
  });
});

test('the pods of the driver need one more node beside both controllers', () => {
  const { nodesWithGateway } = algestaConfig('aks-algesta-production');
  const changes = { ...vaultChanges('aks-algesta-production', 'both'), nodesWithGateway };
  expect(check(algestaApp('aks-algesta-production', changes)).errors).toEqual([
    expect.stringMatching(/nodes is 6: .+ \[node-capacity\]$/),
  ]);
});

test('ingress-nginx alone uses no key vault', () => {
  const { ingress } = vaultChanges('aks-algesta-dev', 'gateway');
  const nginx = { ingress: { ...ingress, controllers: 'nginx' } } as const;
  expect(algestaObjects('aks-algesta-dev', nginx)).toEqual(algestaObjects('aks-algesta-dev'));
  const providers = [nginx, {}].map((it) => algestaApp('aks-algesta-dev', it).clusters[0]?.provider);
  expect(providers[0]).toEqual(providers[1]);
});

test('AKS runs a pod for the certificate of each host, in the namespace of the gateway', () => {
  const { pods } = aksFacts({ ...NGINX_ONLY, controllers: 'gateway' }, [
    'api.example.com',
    'www.example.com',
  ]);
  expect(pods.filter(({ namespace, name }) => namespace === 'gateway' && name.startsWith('kv-'))).toEqual(
    ['api', 'www'].map((name) => ({
      name: `kv-gw-cert-public-${name}.example.com`,
      namespace: 'gateway',
      replicas: 1,
      cpu: '20m',
      memory: '24Mi',
    })),
  );
});

test('the option --ingress keeps the key vault', () => {
  const configuration = readConfiguration('config');
  const { algesta } = configuration;
  const dev = { ...algesta['aks-algesta-dev'], ...vaultChanges('aks-algesta-dev', 'gateway') };
  const changed = withIngress({ ...configuration, algesta: { ...algesta, 'aks-algesta-dev': dev } }, 'both');
  expect(changed.algesta['aks-algesta-dev'].ingress).toEqual({ ...dev.ingress, controllers: 'both' });
});
