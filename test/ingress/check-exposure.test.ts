import { Duration, Size } from 'cdk8s';
import type { ExposureProps } from '../../lib/ingress/exposure';
import { nginx } from '../../lib/ingress/nginx/controller';
import { check } from '../../lib/synth';
import { type IngressClusterProps, ingressCluster, serviceIn } from '../support/ingress-cluster';
import { TestCluster } from '../support/test-cluster';

const NGINX = 'nginx.ingress.kubernetes.io';

/** The message of the error that expose() throws. */
function errorOf(options: object, stack: IngressClusterProps = {}): string {
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
  ['no host', { hostnames: [] }, 'it has no host: state one in hostnames, such as "app.example.com"'],
  [
    'a host with capitals',
    { hostnames: ['Shop.example.com'] },
    'host "Shop.example.com" is not a valid DNS name: label "Shop" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ],
  [
    'a host with an empty label',
    { hostnames: ['shop..example.com'] },
    'host "shop..example.com" is not a valid DNS name: it has an empty label: remove a dot',
  ],
  [
    'a host with a scheme',
    { hostnames: ['https://shop.example.com'] },
    'host "https://shop.example.com" is not a valid DNS name: label "https://shop" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ],
  [
    'an address as host',
    { hostnames: ['203.0.113.7'] },
    'host "203.0.113.7" is an address: use a DNS name that points to it',
  ],
  ...['shop.*.com', 'shop*.example.com', '*', '*.*.example.com'].map((host): [string, object, string] => [
    `the host ${host}`,
    { hostnames: [host] },
    `host "${host}" has its wildcard in the wrong place: a wildcard replaces the whole first label, as in "*.example.com"`,
  ]),
  [
    'a duplicate host',
    { hostnames: ['shop.example.com', 'shop.example.com'] },
    'duplicate host "shop.example.com": remove one',
  ],
  ['no backend', { service: undefined }, 'it has no backend: state a service, or paths with a service each'],
  [
    'a timeout of less than a second',
    { timeouts: { read: Duration.millis(500) } },
    'timeouts.read is 500 ms: use whole seconds, at least one, such as Duration.seconds(60)',
  ],
  [
    'a timeout with a fraction of a second',
    { timeouts: { connect: Duration.millis(1500) } },
    'timeouts.connect is 1500 ms: use whole seconds, at least one, such as Duration.seconds(60)',
  ],
  [
    'a cookie with a lifetime of 0',
    { cookieAffinity: { expires: Duration.seconds(0) } },
    'cookieAffinity.expires is 0 ms: use whole seconds, at least one, such as Duration.seconds(60)',
  ],
  [
    'a body size of 0',
    { maxBodySize: Size.mebibytes(0) },
    "maxBodySize is 0 KiB, which nginx reads as no limit: use 'unlimited', or at least 1 KiB",
  ],
  [
    'a rate limit without any limit',
    { rateLimit: {} },
    'rateLimit is empty: state requestsPerSecond, connections or both',
  ],
  [
    'a rate of 0',
    { rateLimit: { requestsPerSecond: 0 } },
    'rateLimit.requestsPerSecond is 0: use a whole number of at least 1',
  ],
  [
    'a burst that is not a multiple of the rate',
    { rateLimit: { requestsPerSecond: 100, burst: 250 } },
    'rateLimit.burst is 250, which is not a multiple of requestsPerSecond, 100: use 300',
  ],
  [
    'a burst without a rate',
    { rateLimit: { connections: 10, burst: 20 } },
    'rateLimit.burst is 20 without requestsPerSecond: state both',
  ],
  [
    'credentials for every origin',
    { cors: { origins: ['*'], credentials: true } },
    'cors allows credentials for origin "*", which lets any site send requests on behalf of its visitors: state the origins, or set credentials to false',
  ],
  [
    'CORS without an origin',
    { cors: { origins: [] } },
    'cors has no origin: state one in origins, such as "https://app.example.com"',
  ],
  [
    'origin "*" together with another one',
    { cors: { origins: ['*', 'https://app.example.com'] } },
    'cors has "*", "https://app.example.com": use only "*", or state the origins',
  ],
  [
    'an origin without a scheme',
    { cors: { origins: ['app.example.com'] } },
    'cors origin "app.example.com" is not valid: write scheme and host, such as "https://app.example.com"',
  ],
  [
    'an origin with a path',
    { cors: { origins: ['https://app.example.com/'] } },
    'cors origin "https://app.example.com/" has a path: write "https://app.example.com"',
  ],
  [
    'an origin with an invalid host',
    { cors: { origins: ['https://app.*.com'] } },
    'cors origin "https://app.*.com" is not valid: host "app.*.com" has its wildcard in the wrong place: a wildcard replaces the whole first label, as in "*.example.com"',
  ],
  [
    'an invalid CORS method',
    { cors: { ...CORS, methods: ['get'] } },
    'cors method "get" is not valid: write it like "GET"',
  ],
  [
    'an invalid CORS header',
    { cors: { ...CORS, requestHeaders: ['X Trace'] } },
    'cors header "X Trace" is not valid: write it like "X-Request-Id"',
  ],
  [
    'both cookieAffinity and hashBy',
    { cookieAffinity: {}, hashBy: 'uri' },
    'cookieAffinity and hashBy "uri" both select the pod: remove one of them',
  ],
  [
    'a cookie name with a space',
    { cookieAffinity: { name: 'my cookie' } },
    'cookie name "my cookie" is not valid: use only letters, digits and . _ -',
  ],
  [
    'an invalid upstream host',
    { upstreamHost: 'api_internal' },
    'host "api_internal" is not a valid DNS name: label "api_internal" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ],
  [
    'a response header with a line break',
    { responseHeaders: { 'X-Frame-Options': 'DENY\nX-Evil: 1' } },
    'response header "X-Frame-Options" has a line break in its value "DENY\\nX-Evil: 1": use one line',
  ],
  [
    'a response header without a value',
    { responseHeaders: { 'X-Frame-Options': '' } },
    'response header "X-Frame-Options" has no value: use printable ASCII',
  ],
  [
    'a response header with characters outside ASCII',
    { responseHeaders: { 'X-Motto': 'für alle' } },
    'response header "X-Motto" has characters that ingress-nginx refuses in "für alle": use printable ASCII',
  ],
  [
    'a response header with an invalid name',
    { responseHeaders: { 'X Frame': 'DENY' } },
    'response header "X Frame" is not a valid name: use only letters, digits, _ and -',
  ],
  [
    'a misspelt annotation',
    { extraIngressAnnotations: { [`${NGINX}/proxy-body-sise`]: '5m' } },
    `annotation "${NGINX}/proxy-body-sise" is unknown to ingress-nginx: did you mean "${NGINX}/proxy-body-size"?`,
  ],
  [
    'an annotation of another controller',
    { extraIngressAnnotations: { [`${NGINX}/websocket-services`]: 'shop' } },
    `annotation "${NGINX}/websocket-services" is unknown to ingress-nginx: remove it, or use an option of expose()`,
  ],
  ...['configuration-snippet', 'server-snippet', 'auth-snippet', 'modsecurity-snippet', 'any-snippet'].map(
    (name): [string, object, string] => [
      `the annotation ${name}`,
      { extraIngressAnnotations: { [`${NGINX}/${name}`]: 'more_set_headers "X-Frame-Options: DENY";' } },
      `annotation "${NGINX}/${name}" adds code to the controller's configuration, which the controller refuses: use an option of expose() instead`,
    ],
  ),
  [
    'an annotation without its prefix',
    { extraIngressAnnotations: { 'limit-rps': '5' } },
    `annotation "limit-rps" has no prefix: write "${NGINX}/limit-rps"`,
  ],
  [
    'an annotation with a line break',
    { extraIngressAnnotations: { [`${NGINX}/app-root`]: '/start\n}' } },
    `annotation "${NGINX}/app-root" has a line break in its value "/start\\n}": use one line`,
  ],
  [
    'an annotation that an option sets',
    { maxBodySize: Size.mebibytes(50), extraIngressAnnotations: { [`${NGINX}/proxy-body-size`]: '5m' } },
    `annotation "${NGINX}/proxy-body-size" is also set by an option, to "50m": remove one of them`,
  ],
  [
    'the ingress class as an annotation',
    { extraIngressAnnotations: { 'kubernetes.io/ingress.class': 'nginx' } },
    'annotation "kubernetes.io/ingress.class" is deprecated, and conflicts with ingressClassName: set className of the controller instead',
  ],
  [
    'a realm with quotes',
    { basicAuth: { secret: { namespace: 'shop', name: 'passwords' }, realm: 'My "shop"' } },
    'basicAuth.realm "My \\"shop\\"" has invalid characters: use only letters, digits, spaces and . _ - / : ~',
  ],
  [
    'basic authentication with a Secret of another namespace',
    { basicAuth: { secret: { namespace: 'other', name: 'passwords' }, realm: 'Shop' } },
    'basicAuth.secret "other/passwords" is in another namespace: set crossNamespaceSecrets of the controller',
  ],
  [
    'a certificate in a Secret of another namespace',
    { tls: { secret: { namespace: 'other', name: 'shop-tls' } } },
    'tls.secret "other/shop-tls" is in another namespace: an Ingress reads the Secret of its own namespace, "shop"',
  ],
  [
    'a wildcard host with an issuer that uses HTTP-01',
    { hostnames: ['*.example.com'] },
    'host "*.example.com" is a wildcard, which certificate authorities do not validate by HTTP-01: use an issuer with challenge dns01, or tls: { secret }',
  ],
])('expose() fails if the options have %s', (_, options, problem) => {
  expect(errorOf(options)).toBe(`exposure "shop": ${problem}`);
});

test.each([0, 65_536, 80.5, -1])('expose() fails if the port of a new Service is %d', (port) => {
  const { shop } = ingressCluster();
  const service = { namespace: shop, selector: { app: 'shop' }, port };
  expect(errorOf({ service })).toBe(
    `exposure "shop": port ${port} is out of range: a port is a whole number from 1 to 65535`,
  );
  expect(errorOf({ service: { ...service, port: 80, targetPort: port } })).toBe(
    `exposure "shop": targetPort ${port} is out of range: a port is a whole number from 1 to 65535`,
  );
});

test('expose() fails if a path does not start with a slash', () => {
  const { service } = ingressCluster();
  expect(errorOf({ paths: [{ path: 'users', service }] })).toBe(
    'exposure "shop": path "users" does not start with "/": write "/users"',
  );
});

test('expose() fails if a path is a pattern', () => {
  const { service } = ingressCluster();
  expect(errorOf({ paths: [{ path: '/users/(.*)', service }] })).toBe(
    'exposure "shop": path "/users/(.*)" has invalid characters: use only letters, digits and . _ - /',
  );
});

test('expose() fails if a path is duplicate, also with a slash at its end', () => {
  const { ingress, service } = ingressCluster();
  const paths = ['/users', '/users/'].map((path) => ({ path, service }));
  expect(() => ingress.expose('shop', { hostnames: ['shop.example.com'], paths })).toThrow(
    new Error('exposure "shop": duplicate path "/users/": remove one'),
  );
});

test('expose() fails if the Service of a path is in another namespace', () => {
  const { cluster, ingress, service } = ingressCluster();
  const other = serviceIn(cluster.addNamespace({ name: 'other', podSecurity: 'restricted' }), 'orders');
  const paths = [{ path: '/orders', service: other }];
  expect(() => ingress.expose('shop', { service, hostnames: ['shop.example.com'], paths })).toThrow(
    new Error(
      'exposure "shop": path "/orders" has its service in another namespace, "other/orders" instead of "shop": use a separate exposure',
    ),
  );
});

test('expose() fails if a certificate is needed and no issuer is configured', () => {
  expect(errorOf({}, { issuer: 'none' })).toBe(
    'exposure "shop": no issuer is configured for the certificate of "shop.example.com": give the IngressStack an issuer, or the exposure tls: { secret }',
  );
});

test('expose() fails if a managed controller would have to set response headers', () => {
  expect(errorOf({ responseHeaders: { 'X-Frame-Options': 'DENY' } }, { controller: 'managed' })).toBe(
    'exposure "shop": responseHeaders: application routing on nginx has settings that cannot be changed: set the headers in the application, or accept the difference with a reason in acceptRisk',
  );
});

describe('two exposures', () => {
  test('fail if they share a host and path, also in different namespaces', () => {
    const { cluster, ingress, service } = ingressCluster();
    const other = serviceIn(cluster.addNamespace({ name: 'other', podSecurity: 'restricted' }), 'orders');
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    const expose = () =>
      ingress.expose('orders', { service: other, hostnames: ['www.example.com', 'shop.example.com'] });
    expect(expose).toThrow(
      new Error(
        'exposure "orders": "shop.example.com/" is also exposed by "shop" in namespace "shop": remove it from one of them',
      ),
    );
  });

  test('may share a host on different paths', () => {
    const { ingress, service } = ingressCluster();
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    expect(() =>
      ingress.expose('users', { hostnames: ['shop.example.com'], paths: [{ path: '/users', service }] }),
    ).not.toThrow();
  });

  test('fail if they have the same name in a namespace', () => {
    const { ingress, shop, service } = ingressCluster();
    const made = { namespace: shop, selector: { app: 'web' }, port: 80 };
    ingress.expose('web', { service: made, hostnames: ['a.example.com'] });
    expect(() => ingress.expose('web', { service, hostnames: ['b.example.com'] })).toThrow(
      new Error('exposure "web": duplicate name in namespace "shop": rename one of the exposures'),
    );
  });

  test('fail if they order a certificate in the same Secret', () => {
    const { ingress, service } = ingressCluster();
    const tls = { order: 'shop-tls' };
    ingress.expose('shop', { service, hostnames: ['a.example.com'], tls });
    expect(() => ingress.expose('store', { service, hostnames: ['b.example.com'], tls })).toThrow(
      new Error(
        'exposure "store": secret "shop/shop-tls" is also ordered by "shop" in namespace "shop": give one of them another secret name',
      ),
    );
  });
});

describe('a synth fails if a Secret is neither declared nor made', () => {
  const errorsOf = (cluster: TestCluster) =>
    check(cluster.app).errors.filter((line) => line.endsWith('[secret-reference]'));

  test('for the certificate of an exposure', () => {
    const { cluster, ingress, service } = ingressCluster();
    const secret = { namespace: 'shop', name: 'mine' };
    ingress.expose('shop', { service, hostnames: ['shop.example.com'], tls: { secret } });
    expect(errorsOf(cluster)).toEqual([
      'test/namespaces/shop/exposures/shop/ingress: test/60-ingress.k8s.yaml: Ingress shop/shop: spec.tls[0].secretName is "mine": Secret shop/mine not found: declare it with cluster.expectSecret() or order a Certificate [secret-reference]',
    ]);
  });

  test('for the basic authentication of an exposure', () => {
    const { cluster, ingress, service } = ingressCluster();
    ingress.expose('shop', {
      service,
      hostnames: ['shop.example.com'],
      basicAuth: { secret: { namespace: 'shop', name: 'passwords' }, realm: 'Shop' },
    });
    expect(errorsOf(cluster)).toEqual([
      'test/namespaces/shop/exposures/shop/ingress: test/60-ingress.k8s.yaml: Ingress shop/shop: metadata.annotations["nginx.ingress.kubernetes.io/auth-secret"] is "shop/passwords": Secret shop/passwords not found: declare it with cluster.expectSecret() or order a Certificate, or use one of shop-tls [secret-reference]',
    ]);
  });

  test('for the wildcard certificate', () => {
    const secret = { namespace: 'ingress-nginx', name: 'wildcard' };
    const { cluster } = ingressCluster({ wildcard: { dnsNames: ['*.example.com'], secret } });
    expect(errorsOf(cluster)).toEqual([
      'test/ingress/controller/deployment: test/30-ingress-nginx.k8s.yaml: Deployment ingress-nginx/ingress-nginx-controller: spec.template.spec.containers[0].args[10] is "ingress-nginx/wildcard": Secret ingress-nginx/wildcard not found: declare it with cluster.expectSecret() or order a Certificate [secret-reference]',
    ]);
  });
});

test('an IngressStack fails if a managed controller gets a default certificate', () => {
  const secret = { namespace: 'shop', name: 'wildcard' };
  const props = { controller: 'managed', wildcard: { dnsNames: ['*.example.com'], secret } } as const;
  expect(() => ingressCluster(props)).toThrow(
    new Error(
      'ingress of cluster "test": a managed controller does not support a default certificate: remove wildcard "shop/wildcard"',
    ),
  );
});

test('an IngressStack fails if a name of the wildcard certificate is invalid', () => {
  const wildcard = { dnsNames: ['*example.com'], secret: { namespace: 'shop', name: 'wildcard' } };
  expect(() => ingressCluster({ wildcard })).toThrow(
    new Error(
      'ingress of cluster "test": wildcard: host "*example.com" has its wildcard in the wrong place: a wildcard replaces the whole first label, as in "*.example.com"',
    ),
  );
});

test('a controller on the host network fails if its namespace is not privileged', () => {
  const namespace = new TestCluster().addNamespace({ name: 'edge', podSecurity: 'restricted' });
  const controller = nginx({ namespace, placement: 'hostNetwork' });
  expect(() => controller(namespace, { publishes: () => true })).toThrow(
    new Error(
      'ingress-nginx on the host network needs a privileged namespace, but "edge" is restricted: set its podSecurity',
    ),
  );
});
