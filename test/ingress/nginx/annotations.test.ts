import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import type { ExposureProps } from '../../../lib/ingress/exposure';
import { annotationProblem, riskOf } from '../../../lib/ingress/nginx/annotations';
import { ingressCluster, serviceIn } from '../../support/ingress-cluster';
import { jsonOf } from '../../support/manifests';

/** The annotations of an exposure that orders no certificate. */
function annotations(options: Partial<ExposureProps>): Record<string, string> {
  const { cluster, ingress, service } = ingressCluster({ issuer: 'none' });
  ingress.expose('shop', { service, hostnames: ['shop.example.com'], tls: 'none', ...options });
  return cluster.find('Ingress', 'shop').metadata.annotations ?? {};
}

const NGINX = 'nginx.ingress.kubernetes.io';

test.each<[string, Partial<ExposureProps>, Record<string, string>]>([
  ['no options', {}, {}],
  [
    'timeouts',
    { timeouts: { connect: Duration.seconds(60), send: Duration.minutes(2), read: Duration.hours(1) } },
    { 'proxy-connect-timeout': '60', 'proxy-send-timeout': '120', 'proxy-read-timeout': '3600' },
  ],
  ['a body size in mebibytes', { maxBodySize: Size.mebibytes(50) }, { 'proxy-body-size': '50m' }],
  ['a body size in kibibytes', { maxBodySize: Size.kibibytes(1500) }, { 'proxy-body-size': '1500k' }],
  ['a body size in gibibytes', { maxBodySize: Size.gibibytes(2) }, { 'proxy-body-size': '2048m' }],
  ['no limit on the body size', { maxBodySize: 'unlimited' }, { 'proxy-body-size': '0' }],
  ['no request buffering', { requestBuffering: false }, { 'proxy-request-buffering': 'off' }],
  ['request buffering', { requestBuffering: true }, {}],
  ['WebSockets', { webSocket: true }, { 'proxy-send-timeout': '3600', 'proxy-read-timeout': '3600' }],
  [
    'WebSockets with a longer read timeout',
    { webSocket: true, timeouts: { read: Duration.hours(2) } },
    { 'proxy-send-timeout': '3600', 'proxy-read-timeout': '7200' },
  ],
  ['a rate limit', { rateLimit: { requestsPerSecond: 100 } }, { 'limit-rps': '100' }],
  [
    'a rate limit with a burst',
    { rateLimit: { requestsPerSecond: 100, burst: 200 } },
    { 'limit-rps': '100', 'limit-burst-multiplier': '2' },
  ],
  ['a limit on connections', { rateLimit: { connections: 10 } }, { 'limit-connections': '10' }],
  [
    'CORS for every origin',
    { cors: { origins: ['*'] } },
    { 'enable-cors': 'true', 'cors-allow-origin': '*', 'cors-allow-credentials': 'false' },
  ],
  [
    'CORS with all properties',
    {
      cors: {
        origins: ['https://app.example.com', 'https://*.example.org:8443'],
        credentials: true,
        methods: ['GET', 'OPTIONS'],
        requestHeaders: ['Authorization', 'X-Trace'],
        exposedHeaders: ['X-Total'],
        maxAge: Duration.minutes(10),
      },
    },
    {
      'enable-cors': 'true',
      'cors-allow-origin': 'https://app.example.com, https://*.example.org:8443',
      'cors-allow-credentials': 'true',
      'cors-allow-methods': 'GET, OPTIONS',
      'cors-allow-headers': 'Authorization, X-Trace',
      'cors-expose-headers': 'X-Total',
      'cors-max-age': '600',
    },
  ],
  ['cookie affinity', { cookieAffinity: {} }, { affinity: 'cookie' }],
  [
    'cookie affinity with a name and a lifetime',
    { cookieAffinity: { name: 'route', expires: Duration.days(2) } },
    {
      affinity: 'cookie',
      'session-cookie-name': 'route',
      'session-cookie-expires': '172800',
      'session-cookie-max-age': '172800',
    },
  ],
  ['hashing by URI', { hashBy: 'uri' }, { 'upstream-hash-by': '$request_uri' }],
  ['an upstream host', { upstreamHost: 'api.example.com' }, { 'upstream-vhost': 'api.example.com' }],
  ['a redirect to HTTPS always', { httpsRedirect: 'always' }, { 'force-ssl-redirect': 'true' }],
  [
    'a redirect to HTTPS for hosts with a certificate',
    { httpsRedirect: 'withTls' },
    { 'ssl-redirect': 'true' },
  ],
  [
    'an extra annotation',
    { extraIngressAnnotations: { [`${NGINX}/app-root`]: '/start' } },
    { 'app-root': '/start' },
  ],
])('expose() renders %s', (_, options, expected) => {
  const prefixed = Object.entries(expected).map(([key, value]) => [`${NGINX}/${key}`, value]);
  const rendered = annotations(options);
  expect(rendered).toEqual(Object.fromEntries(prefixed));
  expect(Object.keys(rendered).filter((key) => annotationProblem(key, 'any'))).toEqual([]);
});

test('expose() renders all options', () => {
  const { cluster, shop, ingress, service } = ingressCluster({ crossNamespaceSecrets: true });
  const secret = { namespace: 'ingress-nginx', name: 'passwords' };
  const minute = Duration.minutes(1);
  // A new option must be added here. Without hashBy, which excludes cookieAffinity.
  const all: Required<Omit<ExposureProps, 'hashBy'>> = {
    service,
    hostnames: ['shop.example.com', 'www.example.com'],
    paths: [{ path: '/users', service: serviceIn(shop, 'users') }],
    tls: { order: 'shop-certificate' },
    timeouts: { connect: minute, send: minute, read: minute },
    maxBodySize: Size.mebibytes(50),
    requestBuffering: false,
    webSocket: true,
    rateLimit: { requestsPerSecond: 100, burst: 200, connections: 10 },
    cors: { origins: ['https://app.example.com'], credentials: true },
    cookieAffinity: { name: 'route', expires: Duration.days(2) },
    upstreamHost: 'internal.example.com',
    basicAuth: { secret, realm: 'The shop' },
    httpsRedirect: 'always',
    responseHeaders: { 'X-Frame-Options': 'DENY' },
    extraIngressAnnotations: { [`${NGINX}/app-root`]: '/start', 'example.com/owner': 'shop' },
    labels: { tier: 'web' },
    publishDns: false,
    acceptRisk: { cors: 'no other controller is used' },
  };
  ingress.expose('shop', all);
  expect([cluster.find('ConfigMap', 'shop-headers'), cluster.find('Ingress', 'shop')]).toMatchSnapshot();
});

test.each(['loadBalancer', 'hostNetwork'] as const)('the controller with placement %s', (controller) => {
  const { cluster } = ingressCluster({ controller });
  const file = jsonOf(cluster.app).find(({ path }) => path === 'test/30-ingress-nginx.k8s.yaml');
  expect(file?.json).toMatchSnapshot();
});

test.each([
  ['Medium', []],
  ['Medium', ['limit-rps']],
  ['Medium', ['auth-secret', 'limit-rps']],
  ['High', ['upstream-hash-by', 'limit-rps']],
  ['Critical', ['configuration-snippet']],
])('the risk level is %s for the annotations %j', (risk, names) => {
  expect(riskOf(Object.fromEntries(names.map((name) => [`${NGINX}/${name}`, 'any'])))).toBe(risk);
});

test('only lib/kube/annotations.ts contains the prefix of the annotations of ingress-nginx', () => {
  const files = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const matches = files.filter((file) => readFileSync(join('lib', file), 'utf8').includes(NGINX));
  expect(matches).toEqual([join('kube', 'annotations.ts')]);
});
