import { Duration, Size } from 'cdk8s';
import type { ClusterNamespace } from '../../lib/core/cluster-namespace';
import type { ExposureProps } from '../../lib/ingress/exposure';
import { IngressStack, type IngressStackProps } from '../../lib/ingress/ingress-stack';
import { type NginxControllerProps, nginx } from '../../lib/ingress/nginx/controller';
import { type ManagedNginx, managed } from '../../lib/ingress/nginx/managed';
import { aksApplicationRouting } from '../../lib/systems/algesta/azure/aks';
import { addedObjects } from '../support/added-objects';
import { controllerOf, issuerOf, serviceIn } from '../support/ingress-cluster';
import { jsonOf } from '../support/manifests';
import { TestCluster } from '../support/test-cluster';

const PLACEMENTS = ['loadBalancer', 'hostNetwork', 'managed'] as const;
const ISSUER = issuerOf('http01');
const WILDCARD = {
  dnsNames: ['example.com', '*.example.com'],
  secret: { namespace: 'shop', name: 'wildcard-tls' },
};

// The file 30-ingress-nginx is in the snapshots of nginx/annotations.test.ts.
test.each(PLACEMENTS)('with the required props only and the controller %s', (controller) => {
  const cluster = new TestCluster();
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const ingress = new IngressStack(cluster, 'ingress', { controller: controllerOf(cluster, { controller }) });
  // Without an issuer, an exposure must state that it has no certificate.
  ingress.expose('shop', { service: serviceIn(shop, 'shop'), hostnames: ['shop.example.org'], tls: 'none' });
  const files = jsonOf(cluster.app).filter(({ path }) => path !== 'test/30-ingress-nginx.k8s.yaml');
  expect(files).toMatchSnapshot();
});

describe('with all props', () => {
  test.each(['loadBalancer', 'hostNetwork'] as const)('and nginx with the placement %s', (placement) => {
    const objects = addedObjects(
      (cluster, namespace) => {
        const controller: Required<NginxControllerProps> = {
          namespace,
          placement,
          hostPorts: { http: 8080, https: 8443 },
          hostAddress: '10.0.0.7',
          className: 'public',
          crossNamespaceSecrets: true,
          drain: Duration.minutes(10),
        };
        const all: Required<IngressStackProps> = {
          controller: nginx(controller),
          issuer: ISSUER,
          wildcard: WILDCARD,
        };
        const exposure: Required<Omit<ExposureProps, 'hashBy'>> = {
          ...options(namespace),
          responseHeaders: { 'X-Frame-Options': 'DENY' },
        };
        new IngressStack(cluster, 'ingress', all).expose('shop', exposure);
      },
      { podSecurity: 'privileged' },
    );
    expect(objects).toMatchSnapshot();
  });

  test('and a managed controller', () => {
    const objects = addedObjects((cluster, namespace) => {
      const controller: Required<ManagedNginx> = aksApplicationRouting;
      // A managed controller does not support a default certificate.
      const all: Required<Omit<IngressStackProps, 'wildcard'>> = {
        controller: managed(controller),
        issuer: ISSUER,
      };
      new IngressStack(cluster, 'ingress', all).expose('shop', options(namespace));
    });
    expect(objects).toMatchSnapshot();
  });
});

/** All props of an exposure, except `hashBy`, which `cookieAffinity` excludes, and `responseHeaders`, which only nginx supports. */
function options(namespace: ClusterNamespace) {
  return {
    service: { namespace, selector: { app: 'shop' }, port: 80, targetPort: 8080 },
    hostnames: ['shop.example.com', 'shop.example.org'],
    paths: [{ path: '/users', service: serviceIn(namespace, 'users') }],
    tls: 'auto',
    timeouts: {
      connect: Duration.seconds(10),
      send: Duration.minutes(2),
      read: Duration.minutes(3),
    },
    maxBodySize: Size.mebibytes(50),
    requestBuffering: false,
    webSocket: true,
    rateLimit: { requestsPerSecond: 100, burst: 200, connections: 10 },
    cors: {
      origins: ['https://app.example.com'],
      credentials: true,
      methods: ['GET', 'OPTIONS'],
      requestHeaders: ['Authorization'],
      exposedHeaders: ['X-Total'],
      maxAge: Duration.minutes(10),
    },
    cookieAffinity: { name: 'route', expires: Duration.days(2) },
    upstreamHost: 'internal.example.com',
    basicAuth: { secret: { namespace: namespace.name, name: 'passwords' }, realm: 'The shop' },
    httpsRedirect: 'always',
    extraIngressAnnotations: { 'example.com/owner': 'shop' },
    acceptRisk: { 'rateLimit.burst': 'clients send few requests at once' },
    labels: { tier: 'web' },
    publishDns: false,
  } satisfies Required<Omit<ExposureProps, 'hashBy' | 'responseHeaders'>>;
}
