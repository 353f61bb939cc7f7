import { IngressStack } from '../../lib/ingress/ingress-stack';
import { nginx } from '../../lib/ingress/nginx/controller';
import { challengeWays, type IngressSetting } from '../../lib/ingress/setting';
import { sideBySide } from '../../lib/ingress/side-by-side';
import { serviceIn } from '../support/ingress-cluster';
import { TestCluster } from '../support/test-cluster';

const BOTH: IngressSetting = {
  controllers: 'both',
  published: 'nginx',
  exceptions: ['b.example.com', '*.preview.example.com'],
};

/** The hosts that each controller makes with DNS records, and all hosts. */
function exposed(setting: IngressSetting, ...exposures: string[][]) {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'edge', podSecurity: 'restricted' });
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const made: Record<string, string[]> = { gateway: [], published: [] };
  const gateway = () => ({
    expose: (
      _: unknown,
      { hosts, options }: { hosts: readonly string[]; options: { publishDns?: boolean } },
    ) => {
      made.gateway?.push(...hosts);
      if (options.publishDns !== false) made.published?.push(...hosts);
    },
    admit() {},
    allowClients() {},
  });
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: sideBySide(setting, { nginx: nginx({ namespace, placement: 'loadBalancer' }), gateway }),
    wildcard: {
      dnsNames: ['*.example.com', '*.preview.example.com'],
      secret: { namespace: 'edge', name: 'wildcard' },
    },
  });
  for (const [index, hostnames] of exposures.entries())
    ingress.expose(`shop-${index}`, { service: serviceIn(shop, `shop-${index}`), hostnames });
  const isPublished = ({ metadata }: { metadata: { annotations?: object } }) =>
    metadata.annotations === undefined ||
    !('external-dns.alpha.kubernetes.io/controller' in metadata.annotations);
  const hostsOf = ({ spec }: { spec?: { rules: { host: string }[] } }) =>
    spec?.rules.map(({ host }) => host) ?? [];
  const ingresses = cluster.ofKind('Ingress');
  return {
    nginx: ingresses.flatMap(hostsOf),
    nginxPublished: ingresses.filter(isPublished).flatMap(hostsOf),
    gateway: made.gateway,
    gatewayPublished: made.published,
    wildcards: cluster
      .ofKind('Service')
      .map(({ metadata }) => metadata.annotations?.['external-dns.alpha.kubernetes.io/hostname'])
      .filter((names) => names !== undefined),
  };
}

test('every host is served by both controllers, and its DNS record leads to one', () => {
  expect(exposed(BOTH, ['a.example.com'], ['b.example.com'])).toEqual({
    nginx: ['a.example.com', 'b.example.com'],
    nginxPublished: ['a.example.com'],
    gateway: ['a.example.com', 'b.example.com'],
    gatewayPublished: ['b.example.com'],
    wildcards: ['*.example.com'],
  });
});

test.each([
  ['nginx', ['a.example.com'], []],
  ['gateway', [], ['a.example.com']],
] as const)('%s alone serves and publishes every host', (controllers, byNginx, byGateway) => {
  const setting: IngressSetting = { controllers, published: 'nginx', exceptions: [] };
  expect(exposed(setting, ['a.example.com'])).toMatchObject({
    nginx: byNginx,
    nginxPublished: byNginx,
    gateway: byGateway,
    gatewayPublished: byGateway,
  });
});

test('fails if the hosts of one exposure lead to different controllers', () => {
  expect(() => exposed(BOTH, ['a.example.com', 'b.example.com'])).toThrow(
    new Error(
      'exposure "shop-0": its host "b.example.com" is an exception of the ingress setting, but "a.example.com" is not: the hosts of an exposure lead to one controller, so list all of them or none',
    ),
  );
});

test('challenges take the way of the DNS record of their host', () => {
  const ways = {
    nginx: { ingressClass: 'nginx' },
    gateway: { gateway: { name: 'public', namespace: 'edge', sectionName: 'http' } },
  };
  expect(challengeWays({ ...BOTH, controllers: 'gateway' }, ways)).toEqual(ways.gateway);
  expect(challengeWays({ ...BOTH, exceptions: [] }, ways)).toEqual(ways.nginx);
  expect(challengeWays(BOTH, ways)).toEqual({
    ...ways.nginx,
    exceptions: { ...ways.gateway, hosts: ['b.example.com', '*.preview.example.com'] },
  });
});

test('an exception that no exposure and no certificate has is refused', () => {
  const setting: IngressSetting = { ...BOTH, exceptions: ['c.example.com', '*.preview.example.com'] };
  expect(() => exposed(setting, ['a.example.com'])).toThrow(
    'exception "c.example.com" of the ingress setting is not a host of this cluster: correct or remove it, or use one of *.example.com, *.preview.example.com, a.example.com',
  );
});
