import { IngressStack } from '../../lib/ingress/ingress-stack';
import { nginx } from '../../lib/ingress/nginx/controller';
import { controllerOf, ingressCluster, issuerOf, serviceIn } from '../support/ingress-cluster';
import { type Pod, PolicyWorld } from '../support/reachability';
import { TestCluster } from '../support/test-cluster';

const CONTROLLER: Pod = {
  namespace: 'ingress-nginx',
  labels: { 'app.kubernetes.io/name': 'ingress-nginx' },
};
const SHOP: Pod = { namespace: 'shop', labels: { app: 'shop' } };
const SOLVER: Pod = { namespace: 'shop', labels: { 'acme.cert-manager.io/http01-solver': 'true' } };
const OUTSIDE = '203.0.113.7';
const NODE = '10.0.0.4';

/** A function that evaluates the network policies of a cluster with foreign namespaces, for TCP. */
function reachIn(cluster: TestCluster) {
  const foreign = ['kube-system', 'app-routing-system', 'other'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  const world = new PolicyWorld([...cluster.objects(), ...foreign]);
  return (from: Pod | string, to: Pod | string, port: number) => world.allows(from, to, port, 'TCP');
}

describe('an exposure', () => {
  test('makes an Ingress with all hosts and paths, and allows the controller to connect', () => {
    const { cluster, shop, ingress, service } = ingressCluster();
    const users = serviceIn(shop, 'users');
    const exposed = ingress.expose('shop', {
      service,
      hostnames: ['shop.example.com', 'www.example.com'],
      paths: [{ path: '/users', service: users }],
      labels: { tier: 'web' },
    });
    expect(exposed).toEqual({
      name: 'shop',
      namespace: shop,
      hosts: ['shop.example.com', 'www.example.com'],
      service,
    });
    const { metadata, spec } = cluster.find('Ingress', 'shop', 'shop');
    expect(metadata.labels).toMatchObject({ tier: 'web' });
    const paths = [
      { path: '/users', pathType: 'Prefix', backend: { service: { name: 'users', port: { number: 80 } } } },
      { path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } },
    ];
    expect(spec).toEqual({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.com', 'www.example.com'], secretName: 'shop-tls' }],
      rules: [
        { host: 'shop.example.com', http: { paths } },
        { host: 'www.example.com', http: { paths } },
      ],
    });
    const reaches = reachIn(cluster);
    expect(reaches(CONTROLLER, SHOP, 8080)).toBe(true);
    expect(reaches(CONTROLLER, { ...SHOP, labels: { app: 'users' } }, 8080)).toBe(true);
  });

  test('makes the Service if its properties are given', () => {
    const { cluster, shop, ingress } = ingressCluster();
    const { service } = ingress.expose('web', {
      service: { namespace: shop, selector: { app: 'web' }, port: 8080, targetPort: 3000 },
      hostnames: ['web.example.com'],
    });
    expect(service?.host).toBe('web.shop.svc');
    expect(cluster.find('Service', 'web', 'shop').spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'web' },
      ports: [{ port: 8080, targetPort: 3000, protocol: 'TCP' }],
    });
  });

  test('may have only paths', () => {
    const { cluster, ingress, service } = ingressCluster();
    const exposed = ingress.expose('users', {
      hostnames: ['api.example.com'],
      paths: [{ path: '/users', service }],
    });
    expect(exposed.service).toBeUndefined();
    const [rule] = cluster.find('Ingress', 'users').spec.rules;
    expect(rule.http.paths.map(({ path }: { path: string }) => path)).toEqual(['/users']);
  });

  test('is ignored by ExternalDNS if publishDns is false', () => {
    const { cluster, ingress, service } = ingressCluster();
    ingress.expose('shop', { service, hostnames: ['shop.example.com'], tls: 'none', publishDns: false });
    expect(cluster.find('Ingress', 'shop').metadata.annotations).toEqual({
      'external-dns.alpha.kubernetes.io/controller': 'none',
    });
  });
});

describe('the certificate of an exposure', () => {
  const WILDCARD = {
    dnsNames: ['example.com', '*.example.com'],
    secret: { namespace: 'ingress-nginx', name: 'wildcard' },
  };

  function certificate(hostnames: string[], tls?: 'none' | 'auto' | { order: string } | 'declared') {
    const { cluster, shop, ingress, service } = ingressCluster({ wildcard: WILDCARD });
    const secret = cluster.expectSecret({ namespace: shop, name: 'mine', keys: {}, purpose: 'a test' });
    ingress.expose('shop', { service, hostnames, tls: tls === 'declared' ? { secret } : tls });
    const ordered = cluster.ofKind('Certificate').map(({ spec }) => spec);
    return { tls: cluster.find('Ingress', 'shop').spec.tls, ordered };
  }

  function order(secretName: string, ...dnsNames: string[]) {
    return { secretName, issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt-prod' }, dnsNames };
  }

  test('is ordered with the name of the exposure by default', () => {
    expect(certificate(['shop.example.org'])).toEqual({
      tls: [{ hosts: ['shop.example.org'], secretName: 'shop-tls' }],
      ordered: [order('shop-tls', 'shop.example.org')],
    });
  });

  test('is the wildcard certificate for a host that it covers, and no certificate is ordered', () => {
    expect(certificate(['shop.example.com'])).toEqual({
      tls: [{ hosts: ['shop.example.com'] }],
      ordered: [],
    });
  });

  test('is ordered only for the hosts that the wildcard certificate does not cover', () => {
    expect(certificate(['shop.example.com', 'a.b.example.com'])).toEqual({
      tls: [{ hosts: ['shop.example.com'] }, { hosts: ['a.b.example.com'], secretName: 'shop-tls' }],
      ordered: [order('shop-tls', 'a.b.example.com')],
    });
  });

  test('is ordered with the given name, even for a host that the wildcard certificate covers', () => {
    expect(certificate(['shop.example.com'], { order: 'mine' })).toEqual({
      tls: [{ hosts: ['shop.example.com'], secretName: 'mine' }],
      ordered: [order('mine', 'shop.example.com')],
    });
  });

  test('is not ordered if a declared Secret is given', () => {
    expect(certificate(['shop.example.com'], 'declared')).toEqual({
      tls: [{ hosts: ['shop.example.com'], secretName: 'mine' }],
      ordered: [],
    });
  });

  test('does not exist for plain HTTP', () => {
    expect(certificate(['shop.example.com'], 'none')).toEqual({ tls: undefined, ordered: [] });
  });

  test.each([
    ['http01', true],
    ['dns01', false],
    [undefined, true],
  ] as const)(
    'allows the controller to connect to the solver with challenge %s: %s',
    (challenge, reached) => {
      const issuer = challenge && issuerOf(challenge);
      const { cluster, ingress, service } = ingressCluster({ issuer });
      ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
      const reaches = reachIn(cluster);
      expect(reaches(CONTROLLER, SOLVER, 8089)).toBe(reached);
      expect(reaches(OUTSIDE, SOLVER, 8089)).toBe(false);
    },
  );

  test('allows the controller to connect to the solver if it is in a given Secret', () => {
    const { cluster, shop, ingress, service } = ingressCluster({ issuer: 'none' });
    const secret = cluster.expectSecret({ namespace: shop, name: 'mine', keys: {}, purpose: 'a test' });
    ingress.expose('shop', { service, hostnames: ['shop.example.com'], tls: { secret } });
    expect(reachIn(cluster)(CONTROLLER, SOLVER, 8089)).toBe(true);
  });
});

describe('a controller behind a load balancer', () => {
  const cluster = () => {
    const { cluster, ingress, service } = ingressCluster();
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    return cluster;
  };

  test('has two replicas on different nodes, one of which stays available while a node is drained', () => {
    const { spec } = cluster().find('Deployment', 'ingress-nginx-controller', 'ingress-nginx');
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec.topologySpreadConstraints).toMatchObject([
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname' },
    ]);
    expect(cluster().find('PodDisruptionBudget', 'ingress-nginx-controller').spec).toEqual({
      minAvailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
    });
  });

  test('receives the addresses of clients', () => {
    const { spec } = cluster().find('Service', 'ingress-nginx-controller', 'ingress-nginx');
    expect(spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
  });

  test('complies with the Pod Security level restricted', () => {
    const { metadata } = cluster().find('Namespace', 'ingress-nginx');
    expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });

  test('accepts connections from everywhere on two ports, and can connect only to exposed pods and the API server', () => {
    const reaches = reachIn(cluster());
    for (const from of [OUTSIDE, NODE, { namespace: 'kube-system', labels: {} }]) {
      expect([80, 443, 10_254].map((port) => reaches(from, CONTROLLER, port))).toEqual([true, true, false]);
    }
    expect(reaches(CONTROLLER, SHOP, 8080)).toBe(true);
    expect(reaches(CONTROLLER, SHOP, 80)).toBe(false);
    expect(reaches(CONTROLLER, '10.0.0.10', 6443)).toBe(true);
    expect(reaches(CONTROLLER, OUTSIDE, 443)).toBe(false);
  });

  test('has the wildcard as its DNS name', () => {
    const secret = { namespace: 'ingress-nginx', name: 'wildcard' };
    const wildcard = { dnsNames: ['example.com', '*.example.com'], secret };
    const { cluster } = ingressCluster({ wildcard });
    const { metadata } = cluster.find('Service', 'ingress-nginx-controller');
    expect(metadata.annotations).toEqual({ 'external-dns.alpha.kubernetes.io/hostname': '*.example.com' });
    const [container] = cluster.find('Deployment', 'ingress-nginx-controller').spec.template.spec.containers;
    expect(container.args).toContain('--default-ssl-certificate=ingress-nginx/wildcard');
  });
});

test.each([
  ['loadBalancer', 'restricted', CONTROLLER],
  ['hostNetwork', 'privileged', NODE],
] as const)(
  'a controller with placement %s is reachable over HTTPS from allowed pods only',
  (placement, podSecurity, to) => {
    const cluster = new TestCluster();
    const namespace = cluster.addNamespace({ name: 'ingress-nginx', podSecurity });
    const { controller } = new IngressStack(cluster, 'ingress', {
      controller: nginx({ namespace, placement }),
    });
    const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
    controller.allowClients(shop.pods({ app: 'shop' }), 'the shop calls its own host');
    const reaches = reachIn(cluster);
    const other = { namespace: 'shop', labels: { app: 'other' } };
    expect([reaches(SHOP, to, 443), reaches(SHOP, to, 80), reaches(other, to, 443)]).toEqual([
      true,
      false,
      false,
    ]);
  },
);

describe('a controller on the host network', () => {
  const props = { controller: 'hostNetwork' } as const;

  test('listens on ports 80 and 443 of every node, in a privileged namespace', () => {
    const { cluster } = ingressCluster(props);
    const { spec } = cluster.find('DaemonSet', 'ingress-nginx-controller', 'ingress-nginx');
    expect(spec.template.spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    const [{ args, ports }] = spec.template.spec.containers;
    expect(ports.slice(0, 2)).toMatchObject([{ hostPort: 80 }, { hostPort: 443 }]);
    expect(args).toContain('--report-node-internal-ip-address');
    expect(cluster.find('Namespace', 'ingress-nginx').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
    expect(cluster.ofKind('Deployment')).toEqual([]);
  });

  test('can connect to exposed pods by the addresses of the nodes and of their pod bridges', () => {
    const cluster = new TestCluster({ podBridgeCidrs: ['10.244.0.1/32'] });
    const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
    const controller = controllerOf(cluster, props);
    const ingress = new IngressStack(cluster, 'ingress', { controller, issuer: issuerOf('http01') });
    ingress.expose('shop', { service: serviceIn(shop, 'shop'), hostnames: ['shop.example.com'] });
    const reaches = reachIn(cluster);
    expect(reaches(NODE, SHOP, 8080)).toBe(true);
    expect(reaches('10.244.0.1', SHOP, 8080)).toBe(true);
    expect(reaches('10.244.0.2', SHOP, 8080)).toBe(false);
    expect(reaches(NODE, SOLVER, 8089)).toBe(true);
    expect(reaches(OUTSIDE, SHOP, 8080)).toBe(false);
  });
});

describe('a managed controller', () => {
  test('is not made, and neither is its class', () => {
    const { cluster, ingress, service } = ingressCluster({ controller: 'managed' });
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    expect(cluster.objects().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace shop',
      'Service shop',
      'NetworkPolicy default-deny',
      'NetworkPolicy shop-isolation',
      'NetworkPolicy app-shop',
      'NetworkPolicy http01-solver-true',
      'Certificate shop-tls',
      'Ingress shop',
    ]);
  });

  test('has the class of AKS, and can connect from the namespace in which AKS runs it', () => {
    const { cluster, ingress, service } = ingressCluster({ controller: 'managed' });
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    expect(cluster.find('Ingress', 'shop').spec.ingressClassName).toBe('webapprouting.kubernetes.azure.com');
    const reaches = reachIn(cluster);
    expect(reaches({ namespace: 'app-routing-system', labels: {} }, SHOP, 8080)).toBe(true);
    expect(reaches({ namespace: 'other', labels: {} }, SHOP, 8080)).toBe(false);
  });
});

describe('the settings of the controller', () => {
  const settings = (cluster: TestCluster) =>
    (cluster.find('ConfigMap', 'ingress-nginx-controller') as unknown as { data: object }).data;

  test('allow only what a common exposure needs', () => {
    const { cluster, ingress, service } = ingressCluster();
    ingress.expose('shop', { service, hostnames: ['shop.example.com'] });
    expect(settings(cluster)).toEqual({
      'allow-cross-namespace-resources': 'false',
      'allow-snippet-annotations': 'false',
      'annotations-risk-level': 'Medium',
      'limit-conn-status-code': '429',
      'limit-req-status-code': '429',
      'ssl-redirect': 'true',
      'strict-validate-path-type': 'true',
    });
  });

  test('allow the response headers of all exposures and the risk level of their annotations', () => {
    const { cluster, ingress, service } = ingressCluster({ crossNamespaceSecrets: true });
    const headers = { 'X-Frame-Options': 'DENY' };
    ingress.expose('shop', { service, hostnames: ['a.example.com'], responseHeaders: headers });
    ingress.expose('store', {
      service,
      hostnames: ['b.example.com'],
      responseHeaders: { ...headers, 'Referrer-Policy': 'no-referrer' },
      hashBy: 'uri',
    });
    expect(settings(cluster)).toMatchObject({
      'allow-cross-namespace-resources': 'true',
      'annotations-risk-level': 'High',
      'global-allowed-response-headers': 'Referrer-Policy,X-Frame-Options',
    });
    expect(cluster.find('ConfigMap', 'shop-headers', 'shop')).toMatchObject({ data: headers });
    expect(cluster.find('Ingress', 'shop').metadata.annotations).toMatchObject({
      'nginx.ingress.kubernetes.io/custom-headers': 'shop/shop-headers',
    });
  });
});

describe('exposures in an admitted group of namespaces', () => {
  test('do not change the policy of the controller', () => {
    const policy = (names: readonly string[]) => {
      const cluster = new TestCluster();
      const ingress = new IngressStack(cluster, 'ingress', {
        controller: controllerOf(cluster),
        issuer: issuerOf('dns01'),
      });
      const previews = cluster.isolation.group({ matchLabels: { environment: 'preview' } });
      ingress.admit({ ...previews, ports: [{ port: 8080 }] }, 'previews are served');
      for (const name of names) {
        const labels = { environment: 'preview' };
        const namespace = cluster.addNamespace({ name, labels, podSecurity: 'restricted' });
        ingress.expose(name, {
          service: serviceIn(namespace, name),
          hostnames: [`${name}.example.com`],
          tls: 'none',
        });
      }
      return { cluster, spec: cluster.find('NetworkPolicy', 'name-ingress-nginx').spec };
    };
    const two = policy(['one', 'two']);
    expect(two.spec).toEqual(policy([]).spec);
    const reaches = reachIn(two.cluster);
    expect(reaches(CONTROLLER, { namespace: 'two', labels: { app: 'two' } }, 8080)).toBe(true);
    expect(reaches(CONTROLLER, { namespace: 'two', labels: { app: 'two' } }, 8081)).toBe(false);
  });
});
