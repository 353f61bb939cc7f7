import { Duration } from 'cdk8s';
import { PublicGateway } from '../../../lib/ingress/gateway/public-gateway';
import { GATEWAY_WILDCARD, gatewayCluster, PREVIEWS } from '../../support/gateway-cluster';
import { TestCluster } from '../../support/test-cluster';

const GATEWAY = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  name: 'public',
  namespace: 'edge',
};

const REDIRECT = {
  matches: [{ path: { type: 'PathPrefix', value: '/' } }],
  filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 308 } }],
};

const OTHERS = {
  namespaces: {
    from: 'Selector',
    selector: { matchExpressions: [{ key: 'environment', operator: 'NotIn', values: ['preview'] }] },
  },
};

describe('a gateway', () => {
  const cluster = gatewayCluster({});
  const { spec } = cluster.find('Gateway', 'public', 'edge');

  test('has a listener for HTTP and one for each name of the wildcard certificate', () => {
    const listeners = spec.listeners.map(({ name, hostname, port }: Record<string, unknown>) => [
      name,
      hostname,
      port,
    ]);
    expect(listeners).toEqual([
      ['http', undefined, 80],
      ['example.com', 'example.com', 443],
      ['wildcard.example.com', '*.example.com', 443],
      ['previews', '*.preview.example.com', 443],
    ]);
    expect(spec.listeners[2].tls).toEqual({
      mode: 'Terminate',
      certificateRefs: [{ group: '', kind: 'Secret', name: 'wildcard-tls' }],
    });
  });

  test('accepts routes of an area only at the listener of the area', () => {
    expect(spec.listeners.map((it: { allowedRoutes: unknown }) => it.allowedRoutes)).toEqual([
      OTHERS,
      OTHERS,
      OTHERS,
      { namespaces: { from: 'Selector', selector: { matchLabels: { environment: 'preview' } } } },
    ]);
    expect(spec.allowedListeners).toEqual(OTHERS);
  });

  test('redirects the hosts of an area by a route of its own, without a DNS record', () => {
    expect(cluster.find('HTTPRoute', 'previews-redirect', 'edge')).toMatchObject({
      metadata: { annotations: { 'external-dns.alpha.kubernetes.io/controller': 'none' } },
      spec: {
        parentRefs: [{ ...GATEWAY, sectionName: 'http' }],
        hostnames: ['*.preview.example.com'],
        rules: [REDIRECT],
      },
    });
  });

  test('without areas accepts routes and listeners of all namespaces', () => {
    const { spec } = gatewayCluster({}, []).find('Gateway', 'public', 'edge');
    expect([spec.listeners[0].allowedRoutes, spec.allowedListeners]).toEqual([
      { namespaces: { from: 'All' } },
      { namespaces: { from: 'All' } },
    ]);
  });

  test.each([
    [
      { areas: [{ ...PREVIEWS, hostname: '*.other.example.com' }] },
      'gateway "public": "*.other.example.com", the hosts of area "previews", is not a name of the wildcard certificate: add it',
    ],
    [
      { namespace: 'other' },
      'gateway "public": the Secret of the wildcard certificate, "edge/wildcard-tls", is in another namespace: make the certificate in "other"',
    ],
  ])('fails with %j', (props, message) => {
    const all = { namespace: 'edge', className: 'envoy', wildcard: GATEWAY_WILDCARD };
    const make = () => new PublicGateway(new TestCluster(), 'gateway', { ...all, ...props });
    expect(make).toThrow(new Error(message));
  });
});

describe('the routes of an exposure', () => {
  test('attach to the listener of the wildcard certificate, and redirect HTTP to HTTPS', () => {
    const cluster = gatewayCluster({ labels: { tier: 'web' } });
    expect(cluster.ofKind('ListenerSet')).toEqual([]);
    expect(cluster.find('HTTPRoute', 'shop')).toMatchObject({
      metadata: { namespace: 'shop', labels: { tier: 'web' } },
      spec: {
        parentRefs: [{ ...GATEWAY, sectionName: 'wildcard.example.com' }],
        hostnames: ['shop.example.com'],
        rules: [
          {
            name: 'requests',
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            filters: [{ type: 'ResponseHeaderModifier' }],
            backendRefs: [{ group: '', kind: 'Service', name: 'shop', port: 80, weight: 1 }],
            timeouts: { request: '0s' },
          },
        ],
      },
    });
    expect(cluster.find('HTTPRoute', 'shop-redirect').spec).toEqual({
      parentRefs: [{ ...GATEWAY, sectionName: 'http' }],
      hostnames: ['shop.example.com'],
      rules: [REDIRECT],
    });
  });

  test('attach to listeners of their own for a certificate of their own', () => {
    const cluster = gatewayCluster({ hostnames: ['shop.example.com', 'shop.example.org'] });
    expect(cluster.find('ListenerSet', 'shop').spec).toEqual({
      parentRef: GATEWAY,
      listeners: [
        {
          name: 'shop.example.org',
          allowedRoutes: { namespaces: { from: 'Same' } },
          hostname: 'shop.example.org',
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'shop-tls' }] },
        },
      ],
    });
    expect(cluster.find('HTTPRoute', 'shop').spec.parentRefs).toEqual([
      { ...GATEWAY, sectionName: 'wildcard.example.com' },
      { group: GATEWAY.group, kind: 'ListenerSet', name: 'shop' },
    ]);
  });

  test('attach to the HTTP listener without TLS, and are not redirected', () => {
    const cluster = gatewayCluster({ tls: 'none' });
    expect(cluster.find('HTTPRoute', 'shop').spec.parentRefs).toEqual([{ ...GATEWAY, sectionName: 'http' }]);
    expect(cluster.ofKind('HTTPRoute').map(({ metadata }) => metadata.name)).not.toContain('shop-redirect');
  });

  test('of an area attach to its listener, whose redirect they use', () => {
    const cluster = gatewayCluster({ hostnames: ['task-1.preview.example.com'] });
    expect(cluster.find('HTTPRoute', 'shop').spec.parentRefs).toEqual([
      { ...GATEWAY, sectionName: 'previews' },
    ]);
    expect(cluster.ofKind('HTTPRoute').map(({ metadata }) => metadata.name)).not.toContain('shop-redirect');
  });

  test('have no DNS record if publishDns is false', () => {
    const cluster = gatewayCluster({ publishDns: false });
    for (const name of ['shop', 'shop-redirect'])
      expect(cluster.find('HTTPRoute', name).metadata.annotations).toEqual({
        'external-dns.alpha.kubernetes.io/controller': 'none',
      });
  });

  test('have a second rule for WebSockets, without a timeout', () => {
    const timeouts = { read: Duration.minutes(2) };
    const { spec } = gatewayCluster({ webSocket: true, timeouts }).find('HTTPRoute', 'shop');
    expect(
      spec.rules.map((rule: { name: string; matches: object[]; timeouts: { request: string } }) => [
        rule.name,
        rule.matches,
        rule.timeouts.request,
      ]),
    ).toEqual([
      [
        'web-sockets',
        [
          {
            path: { type: 'PathPrefix', value: '/' },
            headers: [{ type: 'RegularExpression', name: 'Upgrade', value: '(?i)websocket' }],
          },
        ],
        '0s',
      ],
      ['requests', [{ path: { type: 'PathPrefix', value: '/' } }], '120s'],
    ]);
  });

  test('have filters for CORS, credentials, the host of the pods and response headers', () => {
    const { spec } = gatewayCluster({
      cors: { origins: ['https://app.example.com'], credentials: true, methods: ['GET'] },
      upstreamHost: 'internal.example.com',
      responseHeaders: { 'X-Frame-Options': 'DENY' },
      basicAuth: { secret: { namespace: 'shop', name: 'users' }, realm: 'The shop' },
    }).find('HTTPRoute', 'shop');
    expect(spec.rules[0].filters).toEqual([
      {
        type: 'CORS',
        cors: {
          allowOrigins: ['https://app.example.com'],
          allowCredentials: true,
          allowMethods: ['GET'],
          allowHeaders: expect.arrayContaining(['Authorization', 'Content-Type']),
          maxAge: 1_728_000,
        },
      },
      { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Authorization'] } },
      { type: 'URLRewrite', urlRewrite: { hostname: 'internal.example.com' } },
      {
        type: 'ResponseHeaderModifier',
        responseHeaderModifier: {
          set: [
            { name: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
            { name: 'X-Frame-Options', value: 'DENY' },
          ],
        },
      },
    ]);
  });
});
