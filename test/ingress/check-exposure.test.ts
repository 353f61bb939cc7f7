import { Duration, Size } from 'cdk8s';
import type { ExposureProps } from '../../lib/ingress/exposure';
import type { IngressStackProps } from '../../lib/ingress/ingress-stack';
import { ingressCluster, serviceIn } from '../support/ingress-cluster';

const NGINX = 'nginx.ingress.kubernetes.io';

/** What a call of expose() answers, where it is wrong. */
function errorOf(options: object, stack: Partial<IngressStackProps> = {}): string {
  const { ingress, service } = ingressCluster(stack);
  try {
    ingress.expose('shop', { service, hostnames: ['shop.example.com'], ...options } as ExposureProps);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

const CORS = { origins: ['https://app.example.com'] };

test.each<[string, object, string]>([
  ['no host', { hostnames: [] }, 'it has no host: name one in hostnames, such as "app.example.com"'],
  [
    'a host with capitals',
    { hostnames: ['Shop.example.com'] },
    'host "Shop.example.com" is no DNS name: label "Shop" must be lower-case letters, digits and -, with a letter or digit at both ends',
  ],
  [
    'a host with an empty label',
    { hostnames: ['shop..example.com'] },
    'host "shop..example.com" is no DNS name: it has an empty label, remove the dot too many',
  ],
  [
    'a host with a scheme',
    { hostnames: ['https://shop.example.com'] },
    'host "https://shop.example.com" is no DNS name: label "https://shop" must be lower-case letters, digits and -, with a letter or digit at both ends',
  ],
  [
    'an address for a host',
    { hostnames: ['203.0.113.7'] },
    'host "203.0.113.7" is an address: write a DNS name that points to it',
  ],
  ...['shop.*.com', 'shop*.example.com', '*', '*.*.example.com'].map((host): [string, object, string] => [
    `the wildcard of ${host}`,
    { hostnames: [host] },
    `host "${host}" has its wildcard in the wrong place: it is the whole first label, as in "*.example.com"`,
  ]),
  [
    'a host named twice',
    { hostnames: ['shop.example.com', 'shop.example.com'] },
    'host "shop.example.com" is named twice: remove one',
  ],
  [
    'nothing to lead to',
    { service: undefined },
    'it leads nowhere: name a service, or paths with a service each',
  ],
  [
    'a duration below a second',
    { timeouts: { read: Duration.millis(500) } },
    'timeouts.read is 500 ms: write whole seconds, one at the least, such as Duration.seconds(60)',
  ],
  [
    'a part of a second',
    { timeouts: { connect: Duration.millis(1500) } },
    'timeouts.connect is 1500 ms: write whole seconds, one at the least, such as Duration.seconds(60)',
  ],
  [
    'a cookie that lives for no time',
    { cookieAffinity: { expires: Duration.seconds(0) } },
    'cookieAffinity.expires is 0 ms: write whole seconds, one at the least, such as Duration.seconds(60)',
  ],
  [
    'no body at all',
    { maxBodySize: Size.mebibytes(0) },
    "maxBodySize is 0 KiB, which nginx takes for no limit: write 'unlimited', or 1 KiB at the least",
  ],
  [
    'a rate limit without a figure',
    { rateLimit: {} },
    'rateLimit limits nothing: state requestsPerSecond, connections or both',
  ],
  [
    'a rate of nothing',
    { rateLimit: { requestsPerSecond: 0 } },
    'rateLimit.requestsPerSecond is 0: write a whole number from 1',
  ],
  [
    'a burst that is no multiple',
    { rateLimit: { requestsPerSecond: 100, burst: 250 } },
    'rateLimit.burst is 250, no whole multiple of requestsPerSecond, 100: write 300',
  ],
  [
    'a burst alone',
    { rateLimit: { connections: 10, burst: 20 } },
    'rateLimit.burst is 20 without requestsPerSecond: state both',
  ],
  [
    'credentials for every origin',
    { cors: { origins: ['*'], credentials: true } },
    'cors lets origin "*" use credentials, so that any site acts as its visitors: name the origins, or set credentials to false',
  ],
  [
    'no origin',
    { cors: { origins: [] } },
    'cors has no origin: name one in origins, such as "https://app.example.com"',
  ],
  [
    'every origin and one more',
    { cors: { origins: ['*', 'https://app.example.com'] } },
    'cors has "*", "https://app.example.com": "*" stands alone, or name the origins',
  ],
  [
    'an origin without a scheme',
    { cors: { origins: ['app.example.com'] } },
    'cors origin "app.example.com" is none: write scheme and host, such as "https://app.example.com"',
  ],
  [
    'an origin with a path',
    { cors: { origins: ['https://app.example.com/'] } },
    'cors origin "https://app.example.com/" has a path: write "https://app.example.com"',
  ],
  [
    'an origin whose host is none',
    { cors: { origins: ['https://app.*.com'] } },
    'cors origin "https://app.*.com" is none: host "app.*.com" has its wildcard in the wrong place: it is the whole first label, as in "*.example.com"',
  ],
  [
    'a method that is none',
    { cors: { ...CORS, methods: ['get'] } },
    'cors method "get" is none: write it like "GET"',
  ],
  [
    'a CORS header that is none',
    { cors: { ...CORS, requestHeaders: ['X Trace'] } },
    'cors header "X Trace" is none: write it like "X-Request-Id"',
  ],
  [
    'two ways to choose a pod',
    { cookieAffinity: {}, hashBy: 'uri' },
    'cookieAffinity and hashBy "uri" would both choose the pod: keep one of them',
  ],
  [
    "a cookie's name with a space",
    { cookieAffinity: { name: 'my cookie' } },
    'cookie "my cookie" is no name: letters, digits and . _ - alone',
  ],
  [
    'an upstream host that is none',
    { upstreamHost: 'api_internal' },
    'host "api_internal" is no DNS name: label "api_internal" must be lower-case letters, digits and -, with a letter or digit at both ends',
  ],
  [
    'a header with a line break',
    { responseHeaders: { 'X-Frame-Options': 'DENY\nX-Evil: 1' } },
    'response header "X-Frame-Options" has a line break in "DENY\\nX-Evil: 1": a header is one line',
  ],
  [
    'a header without a value',
    { responseHeaders: { 'X-Frame-Options': '' } },
    'response header "X-Frame-Options" has no value: write printable ASCII',
  ],
  [
    'a header that nginx would not send',
    { responseHeaders: { 'X-Motto': 'für alle' } },
    'response header "X-Motto" has characters that ingress-nginx refuses in "für alle": write printable ASCII',
  ],
  [
    'a header whose name is none',
    { responseHeaders: { 'X Frame': 'DENY' } },
    'response header "X Frame" is no name: letters, digits, _ and - alone',
  ],
  [
    'a misspelt annotation',
    { annotations: { [`${NGINX}/proxy-body-sise`]: '5m' } },
    `ingress-nginx has no annotation "${NGINX}/proxy-body-sise": did you mean "${NGINX}/proxy-body-size"?`,
  ],
  [
    "another controller's annotation",
    { annotations: { [`${NGINX}/websocket-services`]: 'shop' } },
    `ingress-nginx has no annotation "${NGINX}/websocket-services": remove it, or use an option of expose()`,
  ],
  ...['configuration-snippet', 'server-snippet', 'auth-snippet', 'modsecurity-snippet', 'any-snippet'].map(
    (name): [string, object, string] => [
      name,
      { annotations: { [`${NGINX}/${name}`]: 'more_set_headers "X-Frame-Options: DENY";' } },
      `annotation "${NGINX}/${name}" puts code into the controller, which refuses it: use an option of expose() instead`,
    ],
  ),
  [
    'an annotation without its prefix',
    { annotations: { 'limit-rps': '5' } },
    `annotation "limit-rps" lacks its prefix: write "${NGINX}/limit-rps"`,
  ],
  [
    'an annotation with a line break',
    { annotations: { [`${NGINX}/app-root`]: '/start\n}' } },
    `annotation "${NGINX}/app-root" has a line break in "/start\\n}": write one line`,
  ],
  [
    'an annotation that an option sets',
    { maxBodySize: Size.mebibytes(50), annotations: { [`${NGINX}/proxy-body-size`]: '5m' } },
    `annotation "${NGINX}/proxy-body-size" is set by an option to "50m": remove one`,
  ],
  [
    'the class as an annotation',
    { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
    'annotation "kubernetes.io/ingress.class" is deprecated and rejected beside ingressClassName: give the IngressStack a className',
  ],
  [
    'a secret without its namespace',
    { basicAuth: { secret: 'passwords', realm: 'Shop' } },
    'basicAuth.secret "passwords" lacks its namespace: write it as "namespace/name"',
  ],
  [
    'a realm with quotes',
    { basicAuth: { secret: 'shop/passwords', realm: 'My "shop"' } },
    'basicAuth.realm "My \\"shop\\"" has characters that it may not have: letters, digits, spaces and . _ - / : ~ alone',
  ],
  [
    'a secret of another namespace',
    { basicAuth: { secret: 'other/passwords', realm: 'Shop' } },
    'secret "other/passwords" lies in another namespace: give the IngressStack crossNamespaceSecrets: true',
  ],
  [
    'a wildcard that HTTP-01 would have to prove',
    { hostnames: ['*.example.com'] },
    'host "*.example.com" is a wildcard, which no authority certifies by HTTP-01: use an issuer with challenge dns01, or tls: { secretName }',
  ],
])('expose() fails if given %s', (_, options, problem) => {
  expect(errorOf(options)).toBe(`exposure "shop": ${problem}`);
});

test.each([0, 65_536, 80.5, -1])('expose() fails if the port of a Service to be made is %d', (port) => {
  const { shop } = ingressCluster();
  const service = { namespace: shop, selector: { app: 'shop' }, port };
  expect(errorOf({ service })).toBe(
    `exposure "shop": port ${port} is out of range: ports are whole numbers from 1 to 65535`,
  );
  expect(errorOf({ service: { ...service, port: 80, targetPort: port } })).toBe(
    `exposure "shop": targetPort ${port} is out of range: ports are whole numbers from 1 to 65535`,
  );
});

test('expose() fails if a path does not begin with a slash', () => {
  const { service } = ingressCluster();
  expect(errorOf({ paths: [{ path: 'users', service }] })).toBe(
    'exposure "shop": path "users" does not begin with "/": write "/users"',
  );
});

test('expose() fails if a path is a pattern', () => {
  const { service } = ingressCluster();
  expect(errorOf({ paths: [{ path: '/users/(.*)', service }] })).toBe(
    'exposure "shop": path "/users/(.*)" has characters that a prefix may not have: letters, digits and . _ - / alone',
  );
});

test('expose() fails if a path is named twice, with and without a slash at its end', () => {
  const { ingress, service } = ingressCluster();
  const paths = ['/users', '/users/'].map((path) => ({ path, service }));
  expect(() => ingress.expose('shop', { hostnames: ['shop.example.com'], paths })).toThrow(
    new Error('exposure "shop": path "/users/" is named twice: remove one'),
  );
});

test('expose() fails if a path leads to another namespace', () => {
  const { cluster, ingress, service } = ingressCluster();
  const other = serviceIn(cluster.namespace({ name: 'other', podSecurity: 'restricted' }), 'orders');
  const paths = [{ path: '/orders', service: other }];
  expect(() => ingress.expose('shop', { service, hostnames: ['shop.example.com'], paths })).toThrow(
    new Error(
      'exposure "shop": path "/orders" leads to "other/orders", outside the namespace "shop": expose it by itself',
    ),
  );
});

test('expose() fails if no issuer can be asked', () => {
  expect(errorOf({}, { issuer: undefined })).toBe(
    'exposure "shop": nobody can be asked for a certificate of "shop.example.com": give the IngressStack an issuer, or the exposure tls: { secretName }',
  );
});

test('expose() fails if a managed controller is to set headers', () => {
  expect(errorOf({ responseHeaders: { 'X-Frame-Options': 'DENY' } }, { controller: 'managed' })).toBe(
    'exposure "shop": a managed controller sets no response headers, as its settings are not ours: let the application set them',
  );
});

describe('two exposures', () => {
  test('fail if they share a host and path, whatever their stacks and namespaces', () => {
    const { cluster, ingress, service } = ingressCluster();
    const other = serviceIn(cluster.namespace({ name: 'other', podSecurity: 'restricted' }), 'orders');
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    const expose = () =>
      ingress.expose('orders', { service: other, hostnames: ['www.example.com', 'shop.example.com'] });
    expect(expose).toThrow(
      new Error(
        'exposure "orders": "shop.example.com/" is exposed by "shop" in namespace "shop" already: remove it from one of them',
      ),
    );
  });

  test('may share a host, on different paths', () => {
    const { ingress, service } = ingressCluster();
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    expect(() =>
      ingress.expose('users', { hostnames: ['shop.example.com'], paths: [{ path: '/users', service }] }),
    ).not.toThrow();
  });

  test('fail if they share a name in a namespace', () => {
    const { ingress, shop, service } = ingressCluster();
    const made = { namespace: shop, selector: { app: 'web' }, port: 80 };
    ingress.expose('web', { service: made, hostnames: ['a.example.com'] });
    expect(() => ingress.expose('web', { service, hostnames: ['b.example.com'] })).toThrow(
      new Error(
        'exposure "web": namespace "shop" has an exposure of this name already: give one of them another',
      ),
    );
  });

  test('fail if they order the same secret', () => {
    const { ingress, service } = ingressCluster();
    const tls = { secretName: 'shop-tls', order: true };
    ingress.expose('shop', { service, hostnames: ['a.example.com'], tls });
    expect(() => ingress.expose('store', { service, hostnames: ['b.example.com'], tls })).toThrow(
      new Error(
        'exposure "store": secret "shop/shop-tls" is ordered by "shop" in namespace "shop" already: give one of them another secretName',
      ),
    );
  });
});

describe('synth fails if an exposure uses a secret that nothing makes', () => {
  test('for its certificate', () => {
    const { cluster, ingress, service } = ingressCluster();
    ingress.expose('shop', { service, hostnames: ['shop.example.com'], tls: { secretName: 'mine' } });
    expect(() => cluster.objects()).toThrow(
      'test/ingress: exposure "shop": tls uses secret "shop/mine", which nothing makes: declare it with the cluster\'s expectSecret(), or order it with order: true',
    );
  });

  test('for its passwords', () => {
    const { cluster, ingress, service } = ingressCluster();
    ingress.expose('shop', {
      service,
      hostnames: ['shop.example.com'],
      basicAuth: { secret: 'shop/passwords', realm: 'Shop' },
    });
    expect(() => cluster.objects()).toThrow(
      'test/ingress: exposure "shop": basicAuth uses secret "shop/passwords", which nothing makes: declare it with the cluster\'s expectSecret()',
    );
  });

  test('for all hosts', () => {
    const wildcard = { hosts: ['*.example.com'], secret: 'ingress-nginx/wildcard' };
    const { cluster } = ingressCluster({ wildcard });
    expect(() => cluster.objects()).toThrow(
      'test/ingress: wildcard uses secret "ingress-nginx/wildcard", which nothing makes: declare it with the cluster\'s expectSecret(), or make a certificate for it',
    );
  });
});

test.each<[string, Partial<IngressStackProps>, string]>([
  [
    'a managed controller gets a default certificate',
    { controller: 'managed', wildcard: { hosts: ['*.example.com'], secret: 'shop/wildcard' } },
    'a managed controller\'s default certificate is not ours to set: leave wildcard "shop/wildcard" out',
  ],
  [
    'a managed controller is to read across namespaces',
    { controller: 'managed', crossNamespaceSecrets: true },
    "a managed controller's settings are not ours to set: leave crossNamespaceSecrets out",
  ],
  [
    'the wildcard lacks its namespace',
    { wildcard: { hosts: ['*.example.com'], secret: 'wildcard' } },
    'wildcard.secret "wildcard" lacks its namespace: write it as "namespace/name"',
  ],
  [
    'the wildcard is none',
    { wildcard: { hosts: ['*example.com'], secret: 'shop/wildcard' } },
    'wildcard.hosts: host "*example.com" has its wildcard in the wrong place: it is the whole first label, as in "*.example.com"',
  ],
])('IngressStack fails if %s', (_, props, problem) => {
  expect(() => ingressCluster(props)).toThrow(new Error(`ingress of cluster "test": ${problem}`));
});
