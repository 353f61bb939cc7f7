import { Duration, Size } from 'cdk8s';
import type { ExposureProps } from '../../lib/ingress/exposure';
import { ingressCluster } from '../support/ingress-cluster';

/** The annotations of an exposure, without the one that orders its certificate. */
function annotations(options: Partial<ExposureProps>): Record<string, string> {
  const { cluster, ingress, service } = ingressCluster({ issuer: undefined });
  ingress.expose('shop', { service, hostnames: ['shop.example.com'], tls: 'none', ...options });
  return cluster.find('Ingress', 'shop').metadata.annotations ?? {};
}

const NGINX = 'nginx.ingress.kubernetes.io';

test.each<[string, Partial<ExposureProps>, Record<string, string>]>([
  ['nothing', {}, {}],
  [
    'timeouts',
    { timeouts: { connect: Duration.seconds(60), send: Duration.minutes(2), read: Duration.hours(1) } },
    { 'proxy-connect-timeout': '60', 'proxy-send-timeout': '120', 'proxy-read-timeout': '3600' },
  ],
  ['a body size in mebibytes', { maxBodySize: Size.mebibytes(50) }, { 'proxy-body-size': '50m' }],
  ['a body size in kibibytes', { maxBodySize: Size.kibibytes(1500) }, { 'proxy-body-size': '1500k' }],
  ['a body size in gibibytes', { maxBodySize: Size.gibibytes(2) }, { 'proxy-body-size': '2048m' }],
  ['no body size', { maxBodySize: 'unlimited' }, { 'proxy-body-size': '0' }],
  ['no request buffering', { requestBuffering: false }, { 'proxy-request-buffering': 'off' }],
  ['request buffering', { requestBuffering: true }, {}],
  ['WebSockets', { webSocket: true }, { 'proxy-send-timeout': '3600', 'proxy-read-timeout': '3600' }],
  [
    'WebSockets that may be silent for longer',
    { webSocket: true, timeouts: { read: Duration.hours(2) } },
    { 'proxy-send-timeout': '3600', 'proxy-read-timeout': '7200' },
  ],
  ['a rate', { rateLimit: { requestsPerSecond: 100 } }, { 'limit-rps': '100' }],
  [
    'a rate with a burst',
    { rateLimit: { requestsPerSecond: 100, burst: 200 } },
    { 'limit-rps': '100', 'limit-burst-multiplier': '2' },
  ],
  ['connections', { rateLimit: { connections: 10 } }, { 'limit-connections': '10' }],
  [
    'CORS for every origin',
    { cors: { origins: ['*'] } },
    { 'enable-cors': 'true', 'cors-allow-origin': '*', 'cors-allow-credentials': 'false' },
  ],
  [
    'CORS in full',
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
  ['a cookie', { cookieAffinity: {} }, { affinity: 'cookie' }],
  [
    'a cookie with its name and age',
    { cookieAffinity: { name: 'route', expires: Duration.days(2) } },
    {
      affinity: 'cookie',
      'session-cookie-name': 'route',
      'session-cookie-expires': '172800',
      'session-cookie-max-age': '172800',
    },
  ],
  ['a pod for each URI', { hashBy: 'uri' }, { 'upstream-hash-by': '$request_uri' }],
  ['a host for the pods', { upstreamHost: 'api.example.com' }, { 'upstream-vhost': 'api.example.com' }],
  ['HTTPS always', { httpsRedirect: 'always' }, { 'force-ssl-redirect': 'true' }],
  ['HTTPS where there is a certificate', { httpsRedirect: 'withTls' }, { 'ssl-redirect': 'true' }],
  ['an annotation', { annotations: { [`${NGINX}/app-root`]: '/start' } }, { 'app-root': '/start' }],
])('expose() renders %s', (_, options, expected) => {
  const prefixed = Object.entries(expected).map(([key, value]) => [`${NGINX}/${key}`, value]);
  expect(annotations(options)).toEqual(Object.fromEntries(prefixed));
});
