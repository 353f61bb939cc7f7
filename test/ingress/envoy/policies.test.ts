import { Duration, Size } from 'cdk8s';
import type { ExposureProps } from '../../../lib/ingress/exposure';
import { gatewayCluster } from '../../support/gateway-cluster';

/** The policies of an exposure, by name. */
function policies(props: Partial<ExposureProps>) {
  const cluster = gatewayCluster(props);
  const found = ['BackendTrafficPolicy', 'SecurityPolicy'].flatMap((kind) => cluster.ofKind(kind));
  return Object.fromEntries(found.map(({ kind, metadata, spec }) => [`${kind} ${metadata.name}`, spec]));
}

const ROUTE = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' };
const TIMEOUT = { tcp: { connectTimeout: '5s' }, http: { streamIdleTimeout: '60s' } };

test('an exposure without options has the policy of the gateway', () => {
  expect(policies({ maxBodySize: 'unlimited' })).toEqual({});
});

test.each<[string, Partial<ExposureProps>, object]>([
  [
    'timeouts',
    {
      timeouts: {
        connect: Duration.seconds(10),
        send: Duration.minutes(2),
        read: Duration.minutes(1),
      },
    },
    { timeout: { tcp: { connectTimeout: '10s' }, http: { streamIdleTimeout: '120s' } } },
  ],
  [
    'the size of a request',
    { maxBodySize: Size.mebibytes(50) },
    { timeout: TIMEOUT, requestBuffer: { limit: '51200Ki' } },
  ],
  [
    'the rate of a client',
    { rateLimit: { requestsPerSecond: 10 } },
    {
      timeout: TIMEOUT,
      rateLimit: {
        type: 'Local',
        local: {
          rules: ['0.0.0.0/0', '::/0'].map((value) => ({
            clientSelectors: [{ sourceCIDR: { invert: false, type: 'Distinct', value } }],
            limit: { requests: 10, unit: 'Second' },
          })),
        },
      },
    },
  ],
  [
    'a session cookie',
    { cookieAffinity: {} },
    {
      timeout: TIMEOUT,
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: {
          type: 'Cookie',
          cookie: { name: 'INGRESSCOOKIE', ttl: '0s', attributes: { Path: '/', Secure: '' } },
        },
      },
    },
  ],
  [
    'a cookie with a lifetime',
    { cookieAffinity: { name: 'route', expires: Duration.hours(1) } },
    {
      timeout: TIMEOUT,
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: {
          type: 'Cookie',
          cookie: { name: 'route', ttl: '3600s', attributes: { Path: '/', Secure: '' } },
        },
      },
    },
  ],
  [
    'the path and query',
    { hashBy: 'uri' },
    {
      timeout: TIMEOUT,
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: { type: 'Header', header: { name: ':path' } },
      },
    },
  ],
])('an exposure has a policy for %s', (_, props, spec) => {
  expect(policies(props)).toEqual({ 'BackendTrafficPolicy shop': { targetRefs: [ROUTE], ...spec } });
});

test('WebSockets have a policy of their own, with a longer idle time and without a limit of size', () => {
  expect(policies({ webSocket: true, maxBodySize: Size.mebibytes(1) })).toEqual({
    'BackendTrafficPolicy shop': {
      targetRefs: [ROUTE],
      timeout: TIMEOUT,
      requestBuffer: { limit: '1024Ki' },
    },
    'BackendTrafficPolicy shop-web-sockets': {
      targetRefs: [{ ...ROUTE, sectionName: 'web-sockets' }],
      timeout: { tcp: { connectTimeout: '5s' }, http: { streamIdleTimeout: '3600s' } },
    },
  });
});

describe('basic authentication', () => {
  const basicAuth = { secret: { namespace: 'shop', name: 'users' }, realm: 'The shop' };

  test('is a policy of the route', () => {
    expect(policies({ basicAuth })).toEqual({
      'SecurityPolicy shop': { targetRefs: [ROUTE], basicAuth: { users: { name: 'users' } } },
    });
  });

  test('is the one of the listener in an area', () => {
    expect(policies({ basicAuth, hostnames: ['task-1.preview.example.com'] })).toEqual({});
  });

  test('fails if the Secret is in another namespace', () => {
    const secret = { namespace: 'other', name: 'users' };
    expect(() => policies({ basicAuth: { ...basicAuth, secret } })).toThrow(
      new Error(
        'exposure "shop": basicAuth.secret "other/users" is in another namespace: a gateway reads the users of "shop", or those of an area',
      ),
    );
  });
});
