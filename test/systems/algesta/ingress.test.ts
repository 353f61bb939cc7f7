import { NGINX_ONLY } from '../../../lib/ingress/setting';
import { check } from '../../../lib/synth';
import { aksFacts } from '../../../lib/systems/algesta/azure/aks';
import type { AlgestaClusterConfig } from '../../../lib/systems/algesta/config';
import { readConfiguration, withIngress } from '../../../lib/systems/configuration';
import { algestaApp, algestaConfig, algestaObjects } from '../../support/algesta';
import type { Manifest } from '../../support/test-cluster';

const CLUSTERS = ['aks-algesta-dev', 'aks-algesta-production'] as const;
const SETTINGS = ['gateway', 'both'] as const;
const CASES = CLUSTERS.flatMap((cluster) => SETTINGS.map((controllers) => ({ cluster, controllers })));

const NGINX = 'webapprouting.kubernetes.azure.com';
const GATEWAY = { name: 'public', namespace: 'gateway', sectionName: 'http' };

const hostsOf = (objects: readonly Manifest[], kind: string) =>
  objects
    .filter((object) => object.kind === kind)
    .flatMap(({ spec }) => spec.hostnames ?? spec.rules.map((rule: { host: string }) => rule.host));

/** The solvers of the issuer with which exposures order certificates. */
const solversOf = (objects: readonly Manifest[]) =>
  objects.find(({ metadata }) => metadata.name === 'letsencrypt-prod-webapprouting')?.spec.acme.solvers;

describe.each(CASES)('$cluster with $controllers', ({ cluster, controllers }) => {
  const ingress = { controllers };
  const objects = algestaObjects<Manifest>(cluster, { ingress });
  const { environments, grafanaHost } = algestaConfig(cluster);
  const hosts = [
    ...Object.values(environments).map(({ host }) => host),
    ...(grafanaHost ? [grafanaHost] : []),
  ];

  test('complies with all rules', () => {
    expect(check(algestaApp(cluster, { ingress })).errors).toEqual([]);
  });

  test('serves every host by a route, with a redirect to HTTPS', () => {
    expect(hostsOf(objects, 'HTTPRoute').sort()).toEqual([...hosts, ...hosts].sort());
    expect(hostsOf(objects, 'Ingress').sort()).toEqual(controllers === 'both' ? [...hosts].sort() : []);
  });

  test('scrapes the controllers that it has', () => {
    const config = objects.find(({ metadata }) => metadata.name === 'prometheus-config') as unknown as {
      data: Record<string, string>;
    };
    const text = Object.values(config.data).join('\n');
    expect(text).toContain('job_name: approuting');
    expect(text.includes('job_name: ingress-nginx')).toBe(controllers === 'both');
  });
});

test('challenges are answered where the DNS record of the host leads', () => {
  const solvers = (ingress: AlgestaClusterConfig['ingress']) =>
    solversOf(algestaObjects('aks-algesta-dev', { ingress }));
  expect(solvers({ controllers: 'gateway' })).toMatchObject([
    { http01: { gatewayHTTPRoute: { parentRefs: [GATEWAY] } } },
  ]);
  const moved = 'algesta-api-dev.3astronautas.com';
  expect(solvers({ controllers: 'both', exceptions: [moved] })).toMatchObject([
    { selector: { dnsNames: [moved] }, http01: { gatewayHTTPRoute: { parentRefs: [GATEWAY] } } },
    { http01: { ingress: { ingressClassName: NGINX } } },
  ]);
});

test('an exception of another cluster is refused', () => {
  const ingress = { controllers: 'both', exceptions: ['algesta-api-prod.3astronautas.com'] } as const;
  expect(() => algestaObjects('aks-algesta-dev', { ingress })).toThrow(
    'exception "algesta-api-prod.3astronautas.com" of the ingress setting is not a host of this cluster: correct or remove it, or use one of algesta-api-dev.3astronautas.com, algesta-api-test.3astronautas.com',
  );
});

test('the nodes of the document have no room for istiod', () => {
  const { nodes } = algestaConfig('aks-algesta-dev').cluster;
  const app = algestaApp('aks-algesta-dev', {
    ingress: { controllers: 'gateway' },
    nodesWithGateway: nodes,
  });
  expect(check(app).errors).toEqual(
    expect.arrayContaining([expect.stringMatching(/nodes is 4: at the minimum, .+ \[node-capacity\]$/)]),
  );
});

test("AKS's own pods are those of the enabled controllers", () => {
  const names = (controllers: 'nginx' | 'gateway' | 'both') =>
    aksFacts({ ...NGINX_ONLY, controllers }).pods.map(({ name }) => name);
  expect(names('nginx')).toContain('nginx');
  expect(names('nginx')).not.toContain('istiod');
  expect(names('gateway')).toEqual(expect.arrayContaining(['istiod', 'public-approuting-istio']));
  expect(names('gateway')).not.toContain('nginx');
  expect(names('both')).toEqual(expect.arrayContaining(['nginx', 'istiod']));
});

test('the option --ingress applies to both clusters', () => {
  const { algesta } = withIngress(readConfiguration('config'), 'gateway');
  expect(CLUSTERS.map((name) => algesta[name].ingress)).toEqual([
    { controllers: 'gateway' },
    { controllers: 'gateway' },
  ]);
});
