import { addGateways, ENVOYS, httpRoute, referenceGrant, withGateways } from '../../support/gateway-shop';
import { type Breakable, expectSecret, type Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

/** A change of the cluster with gateways. */
function gateways(name: string, change: (workshop: Workshop) => void): Mutation {
  return { name, change: withGateways(change) };
}

/** A change of one object of the cluster with gateways. */
function of(kind: string, id: string, name: string, change: (spec: Breakable) => void): Mutation {
  return gateways(name, ({ find }) => change(find(kind, id).spec));
}

const route = (name: string, change: (spec: Breakable) => void) => of('HTTPRoute', 'web', name, change);
const gateway = (name: string, change: (spec: Breakable) => void) => of('Gateway', 'public', name, change);
const set = (name: string, change: (listener: Breakable, spec: Breakable) => void) =>
  of('ListenerSet', 'shop', name, (spec) => change(spec.listeners[0], spec));

/** A further HTTPRoute of the shop. */
function adds(name: string, spec: object, also: (workshop: Workshop) => void = () => {}): Mutation {
  return gateways(name, (workshop) => {
    workshop.add(httpRoute('other', spec));
    also(workshop);
  });
}

const BACKEND = { backendRefs: [{ name: 'web', port: 80 }] };

function rules(...matches: object[]): { rules: object[] } {
  return { rules: [{ matches, ...BACKEND }] };
}

/** A further ListenerSet of the shop. */
function listenerSet(listener: object, name = 'other'): Breakable {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    metadata: { name, namespace: 'shop' },
    spec: { parentRef: { name: 'public', namespace: 'edge' }, listeners: [{ name: 'other', ...listener }] },
  };
}

function https(hostname: string | undefined, secret: object = { name: 'shop-tls' }): Breakable {
  const tls = { mode: 'Terminate', certificateRefs: [secret] };
  return { name: 'other', port: 443, protocol: 'HTTPS', hostname, tls };
}

/** A Service of the ingress controller, in its namespace. */
function addForeignService({ add }: Workshop): void {
  add({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'admin', namespace: 'edge' },
    spec: { selector: { app: 'controller' }, ports: [{ name: 'https', port: 443, targetPort: 8443 }] },
  });
}

function securityPolicy(users: object): Breakable {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'SecurityPolicy',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' }],
      basicAuth: { users },
    },
  };
}

/** Validates certificates by the listeners of a parent. */
function solver(parentRef: object): (workshop: Workshop) => void {
  return ({ find }) => {
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [
      { http01: { gatewayHTTPRoute: { parentRefs: [parentRef] } } },
    ];
  };
}

/** An ExternalDNS with some arguments. */
function externalDns(...args: string[]): (workshop: Workshop) => void {
  return ({ find, add }) => {
    const template = structuredClone(find('Deployment', 'controller').spec.template);
    Object.assign(template.spec.containers[0], {
      image: 'registry.k8s.io/external-dns/external-dns:v0.23.0',
      args: ['--source=gateway-httproute', ...args],
    });
    add({ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'dns', namespace: 'edge' }, template });
  };
}

/** Runs the proxies on every node, on ports of the node. */
function onNodes(provider: Breakable): void {
  const ports = [{ name: 'http', containerPort: 10_080, hostPort: 80 }];
  provider.kubernetes = {
    envoyService: { type: 'ClusterIP' },
    envoyDaemonSet: {
      patch: { value: { spec: { template: { spec: { containers: [{ name: 'envoy', ports }] } } } } },
    },
  };
}

const PUBLIC = { name: 'public', namespace: 'edge', sectionName: 'http' };

export const GATEWAY_ROUTES: MutationClass = {
  name: 'routes of Gateway API',
  outages: [
    route('a backend that does not exist', (spec) => {
      spec.rules[0].backendRefs[0].name = 'website';
    }),
    route('a port that the backend does not have', (spec) => {
      spec.rules[0].backendRefs[0].port = 8080;
    }),
    route('a backend of a kind that does not exist', (spec) => {
      spec.rules[0].backendRefs[0].kind = 'Services';
    }),
    adds(
      'a backend in another namespace without a grant',
      { hostnames: ['shop.example'], rules: [{ ...path('/admin'), backendRefs: [adminOf('edge')] }] },
      addForeignService,
    ),
    route('a rule without a backend', (spec) => {
      spec.rules[0].backendRefs = [];
    }),
    route('a backend with the weight 0', (spec) => {
      spec.rules[0].backendRefs[0].weight = 0;
    }),
    route('a Gateway that does not exist', (spec) => {
      spec.parentRefs = [{ name: 'public' }];
    }),
    route('a ListenerSet that does not exist', (spec) => {
      spec.parentRefs[0].name = 'shops';
    }),
    route('a listener that does not exist', (spec) => {
      spec.parentRefs[0].sectionName = 'tls';
    }),
    route('a port without a listener', (spec) => {
      spec.parentRefs[0].port = 8443;
    }),
    route('a route without a parent', (spec) => {
      spec.parentRefs = [];
    }),
    route('a host for which nobody listens', (spec) => {
      spec.hostnames = ['www.shop.example'];
    }),
    route('a second host for which nobody listens', (spec) => {
      spec.hostnames.push('www.shop.example');
    }),
    gateways('a listener that receives the requests of a route of another listener', ({ add }) =>
      add(listenerSet({ port: 80, protocol: 'HTTP', hostname: 'shop.example' })),
    ),
    gateway('a listener for its own namespace', ({ listeners: [http] }) => {
      delete http.allowedRoutes;
    }),
    gateway('a listener for namespaces with another label', ({ listeners: [http] }) => {
      http.allowedRoutes.namespaces = { from: 'Selector', selector: { matchLabels: { team: 'web' } } };
    }),
    gateway('a listener for another kind of routes', ({ listeners: [http] }) => {
      http.allowedRoutes.kinds = [{ kind: 'GRPCRoute' }];
    }),
    gateway('a Gateway without ListenerSets', (spec) => {
      delete spec.allowedListeners;
    }),
    gateway('a Gateway for ListenerSets of its own namespace', (spec) => {
      spec.allowedListeners.namespaces.from = 'Same';
    }),
    gateway('a class that does not exist', (spec) => {
      spec.gatewayClassName = 'envoi';
    }),
    gateways('a class that was removed', ({ remove }) => remove('GatewayClass', 'envoy')),
    set('a ListenerSet of a Gateway that does not exist', (_, spec) => {
      delete spec.parentRef.namespace;
    }),
    gateways('two ListenerSets for a host', ({ add }) => add(listenerSet(https('shop.example')))),
    gateways('two protocols on a port', ({ add }) =>
      add(listenerSet({ port: 443, protocol: 'HTTP', hostname: 'www.shop.example' })),
    ),
    gateway('two listeners of one name', ({ listeners }) => {
      listeners.push({ ...listeners[0], port: 8080 });
    }),
    gateway('two listeners of one port and host', ({ listeners }) => {
      listeners.push({ ...listeners[0], name: 'other' });
    }),
    set('HTTPS without a certificate', (listener) => {
      listener.tls.certificateRefs = [];
    }),
    set('HTTPS without tls', (listener) => {
      delete listener.tls;
    }),
    set('TLS that is not terminated', (listener) => {
      listener.tls.mode = 'Passthrough';
    }),
    set('a certificate that does not exist', (listener) => {
      listener.tls.certificateRefs[0].name = 'shop';
    }),
    set('a Secret without a certificate', (listener) => {
      listener.tls.certificateRefs[0].name = 'db-credentials';
    }),
    gateway('a certificate of another namespace without a grant', ({ listeners }) => {
      listeners.push(https('shop.example', { name: 'shop-tls', namespace: 'shop' }));
    }),
    gateways('a host that the certificate does not contain', ({ find }) => {
      find('Certificate', 'shop-tls').spec.dnsNames = ['www.shop.example'];
      find('Ingress', 'web').spec.tls = [];
    }),
    gateways('a host of a route that the certificate does not contain', ({ find }) => {
      delete find('ListenerSet', 'shop').spec.listeners[0].hostname;
      find('HTTPRoute', 'web').spec.hostnames.push('www.shop.example');
    }),
    gateways('a certificate of the staging environment', ({ find }) => {
      find('ClusterIssuer', 'letsencrypt').spec.acme.server =
        'https://acme-staging-v02.api.letsencrypt.org/directory';
      find('Ingress', 'web').spec.tls = [];
    }),
    adds('two routes for a host and a path', rules({ path: { type: 'PathPrefix', value: '/' } })),
    adds('two routes for a host, one without a match', { rules: [BACKEND] }),
    adds('two routes for a prefix, one with a slash at its end', {
      rules: [
        { ...path('/api'), ...BACKEND },
        { ...path('/api/'), ...BACKEND },
      ],
    }),
    gateways('a policy for a route that does not exist', ({ find }) => {
      find('BackendTrafficPolicy', 'web').spec.targetRefs[0].name = 'wep';
    }),
    gateways('a policy for a listener that does not exist', ({ find }) => {
      find('ClientTrafficPolicy', 'public').spec.targetRefs[0].sectionName = 'https';
    }),
    gateways('a policy for a Gateway of another namespace', ({ find }) => {
      find('ClientTrafficPolicy', 'public').metadata.namespace = 'shop';
    }),
    gateways('a policy for a kind that it cannot have', ({ find }) => {
      find('ClientTrafficPolicy', 'public').spec.targetRefs = [
        { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' },
      ];
    }),
    gateways('users in a Secret that does not exist', ({ add }) => add(securityPolicy({ name: 'users' }))),
    gateways('users in a key that does not exist', ({ add }) =>
      add(securityPolicy({ name: 'db-credentials' })),
    ),
    gateways('settings of a class that do not exist', ({ remove }) => remove('EnvoyProxy', 'proxies')),
    gateways('pods that admit only the other controller', ({ remove }) =>
      remove('NetworkPolicy', 'web-of-envoys'),
    ),
    gateways('pods that admit the proxies on another port', ({ find }) => {
      find('NetworkPolicy', 'web-of-envoys').spec.ingress[0].ports[0].port = 80;
    }),
    gateways('proxies that may not connect to the backend', ({ find }) => {
      find('NetworkPolicy', 'envoys').spec.egress.shift();
    }),
    gateways('a policy for the proxies of another Gateway', ({ find }) => {
      find('NetworkPolicy', 'envoys').spec.podSelector.matchLabels = {
        'gateway.envoyproxy.io/owning-gateway-name': 'private',
      };
    }),
    gateways('proxies that admit clients on the port of the listener', ({ find }) => {
      find('NetworkPolicy', 'envoys').spec.ingress[0].ports = [{ port: 80 }, { port: 443 }];
    }),
    gateways('proxies on ports of the nodes that admit no clients', ({ find }) => {
      onNodes(find('EnvoyProxy', 'proxies').spec.provider);
      find('NetworkPolicy', 'envoys').spec.ingress = [];
    }),
    gateways('a solver of a Gateway that does not exist', solver({ name: 'public', namespace: 'shop' })),
    gateways('a solver of a listener that does not exist', solver({ ...PUBLIC, sectionName: 'web' })),
    gateways('a solver that only HTTPS reaches', solver({ kind: 'ListenerSet', name: 'shop' })),
    gateways('a solver of a listener for another namespace', (workshop) => {
      solver(PUBLIC)(workshop);
      const { listeners } = workshop.find('Gateway', 'public').spec;
      listeners[0].allowedRoutes.namespaces.from = 'Same';
      workshop.remove('HTTPRoute', 'web-redirect');
    }),
    gateways('a solver to which the proxies cannot connect', (workshop) => {
      solver(PUBLIC)(workshop);
      workshop.remove('NetworkPolicy', 'solver-of-envoys');
    }),
    route('a redirect with a backend', (spec) => {
      spec.rules[0].filters = [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }];
    }),
    route('a backend with a longer timeout than its requests', (spec) => {
      spec.rules[0].timeouts = { request: '10s', backendRequest: '1m' };
    }),
    route('a filter of another type', (spec) => {
      spec.rules[0].filters = [{ type: 'URLRewrite', requestRedirect: { scheme: 'https' } }];
    }),
    route('a backend without a port', (spec) => {
      delete spec.rules[0].backendRefs[0].port;
    }),
    gateways('a policy of a Gateway that is merged', ({ find }) => {
      find('BackendTrafficPolicy', 'web').spec.targetRefs[0] = {
        group: 'gateway.networking.k8s.io',
        kind: 'ListenerSet',
        name: 'shop',
      };
      find('BackendTrafficPolicy', 'web').spec.mergeType = 'StrategicMerge';
    }),
    route('a relative path', (spec) => {
      spec.rules[0].matches[0].path.value = 'api';
    }),
    route('an address as host', (spec) => {
      spec.hostnames = ['192.0.2.1'];
    }),
    route('a parent twice, once without a listener', (spec) => {
      spec.parentRefs.push({ ...spec.parentRefs[0], sectionName: undefined });
    }),
    gateways(
      'a host outside the zones of DNS',
      externalDns('--gateway-listener-sets', '--domain-filter=example.org'),
    ),
    gateways('a ListenerSet that DNS does not follow', externalDns('--domain-filter=shop.example')),
    gateways(
      'records of one host by an Ingress and by a Gateway',
      externalDns('--gateway-listener-sets', '--source=ingress'),
    ),
    gateways('a grant without a target', ({ add }) => {
      const grant = referenceGrant('Gateway', { kind: 'Secret' });
      grant.spec.to = [];
      add(grant);
    }),
  ],
  sound: [
    { name: 'an Ingress and an HTTPRoute for a host', change: addGateways },
    gateways('only the gateway', ({ remove }) => {
      remove('Ingress', 'web');
    }),
    route('a route without host names', (spec) => {
      delete spec.hostnames;
    }),
    route('a backend without matches', (spec) => {
      delete spec.rules[0].matches;
    }),
    route('a canary', (spec) => {
      spec.rules[0].backendRefs = [
        { name: 'web', port: 80, weight: 90 },
        { name: 'db', port: 5432, weight: 0 },
      ];
    }),
    route('a parent without the API group', (spec) => {
      delete spec.parentRefs[0].group;
    }),
    route('all listeners of a ListenerSet', (spec) => {
      delete spec.parentRefs[0].sectionName;
    }),
    adds('another path', rules({ path: { type: 'Exact', value: '/' } })),
    adds('another method', rules({ path: { type: 'PathPrefix', value: '/' }, method: 'POST' })),
    adds('another header', rules({ headers: [{ name: 'x-version', value: '2' }] })),
    adds('a backend of another API', {
      rules: [
        {
          ...path('/cdn'),
          backendRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'cdn' }],
        },
      ],
    }),
    adds('a backend of several clusters', {
      rules: [
        {
          ...path('/shared'),
          backendRefs: [{ group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'web', port: 80 }],
        },
      ],
    }),
    adds('a copy of the requests', {
      rules: [
        {
          ...path('/orders'),
          ...BACKEND,
          filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'web', port: 80 } } }],
        },
      ],
    }),
    adds('a route with a redirect to another path', {
      rules: [
        {
          ...path('/old'),
          filters: [
            {
              type: 'RequestRedirect',
              requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } },
            },
          ],
        },
      ],
    }),
    adds(
      'a backend in another namespace with a grant',
      { rules: [{ ...path('/admin'), backendRefs: [adminOf('edge')] }] },
      (workshop) => {
        addForeignService(workshop);
        const grant = referenceGrant('HTTPRoute', { kind: 'Service', name: 'admin' }, 'shop');
        grant.metadata.namespace = 'edge';
        workshop.add(grant);
        allow(workshop);
      },
    ),
    gateways('a certificate of another namespace with a grant', ({ find, add }) => {
      find('Gateway', 'public').spec.listeners.push(
        https('www.shop.example', { name: 'shop-tls', namespace: 'shop' }),
      );
      find('Certificate', 'shop-tls').spec.dnsNames.push('www.shop.example');
      add(referenceGrant('Gateway', { kind: 'Secret' }));
    }),
    gateways('a listener for every host with a certificate for its routes', ({ find }) => {
      delete find('ListenerSet', 'shop').spec.listeners[0].hostname;
    }),
    gateways('a wildcard listener with a certificate for its routes', ({ find }) => {
      find('ListenerSet', 'shop').spec.listeners[0].hostname = '*.example';
    }),
    gateways('a listener for a host beside one for every host', ({ add, find }) => {
      add(listenerSet({ port: 80, protocol: 'HTTP', hostname: 'shop.example' }));
      find('HTTPRoute', 'web-redirect').spec.parentRefs.push({ kind: 'ListenerSet', name: 'other' });
    }),
    gateways('a listener for another host on the same port', ({ add, find }) => {
      add(listenerSet(https('www.shop.example')));
      find('Certificate', 'shop-tls').spec.dnsNames.push('www.shop.example');
    }),
    gateway('a listener for a namespace by its name', ({ listeners: [http], allowedListeners }) => {
      const selector = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
      http.allowedRoutes.namespaces = { from: 'Selector', selector };
      allowedListeners.namespaces = { from: 'Selector', selector };
    }),
    gateway('an address without its type', (spec) => {
      spec.addresses = [{ value: '203.0.113.7' }];
    }),
    route('a filter that replaces the prefix of all paths', (spec) => {
      spec.rules[0].matches = [{}];
      spec.rules[0].filters = [
        {
          type: 'URLRewrite',
          urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v1' } },
        },
      ];
    }),
    gateway('a listener for HTTPRoutes', ({ listeners: [http] }) => {
      http.allowedRoutes.kinds = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }];
    }),
    gateways('a route of two parents', ({ find }) => {
      find('HTTPRoute', 'web').spec.parentRefs.push(PUBLIC);
      find('HTTPRoute', 'web-redirect').spec.hostnames = ['old.shop.example'];
    }),
    gateways('proxies on the ports of their listeners', ({ find }) => {
      find('EnvoyProxy', 'proxies').spec.provider.kubernetes.useListenerPortAsContainerPort = true;
      find('NetworkPolicy', 'envoys').spec.ingress[0].ports = [{ port: 80 }, { port: 443 }];
    }),
    gateways('proxies on ports of the nodes', ({ find }) => {
      onNodes(find('EnvoyProxy', 'proxies').spec.provider);
      find('Namespace', 'edge').metadata.labels['pod-security.kubernetes.io/enforce'] = 'privileged';
    }),
    gateways('proxies for clients of the cluster', ({ find }) => {
      find('EnvoyProxy', 'proxies').spec.provider.kubernetes.envoyService.type = 'ClusterIP';
      find('NetworkPolicy', 'envoys').spec.ingress = [];
    }),
    gateways('proxies in the namespaces of their Gateways', ({ add }) =>
      add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'envoy-gateway', namespace: 'edge' },
        data: {
          'envoy-gateway.yaml':
            'kind: EnvoyGateway\nprovider:\n  type: Kubernetes\n  kubernetes:\n    deploy:\n      type: GatewayNamespace\n',
        },
      }),
    ),
    gateways('a policy for the proxies by other labels', ({ find }) => {
      find('NetworkPolicy', 'envoys').spec.podSelector.matchLabels = {
        'app.kubernetes.io/name': 'envoy',
        'app.kubernetes.io/component': 'proxy',
        'app.kubernetes.io/managed-by': 'envoy-gateway',
        ...ENVOYS,
      };
    }),
    gateways('users of a route', (workshop) => {
      expectSecret(workshop, 'users', '.htpasswd');
      workshop.add(securityPolicy({ name: 'users' }));
    }),
    gateways('a certificate that a person creates', (workshop) => {
      expectSecret(workshop, 'bought', 'tls.crt', 'tls.key');
      workshop.find('ListenerSet', 'shop').spec.listeners[0].tls.certificateRefs[0].name = 'bought';
    }),
    gateways('a policy for a rule of a route', ({ find }) => {
      find('HTTPRoute', 'web').spec.rules[0].name = 'all';
      find('BackendTrafficPolicy', 'web').spec.targetRefs[0].sectionName = 'all';
    }),
    gateways('a policy for all routes with a label', ({ find }) => {
      const { spec } = find('BackendTrafficPolicy', 'web');
      delete spec.targetRefs;
      spec.targetSelectors = [
        { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', matchLabels: { app: 'web' } },
      ];
    }),
    gateways(
      'a host in a zone of DNS',
      externalDns('--gateway-listener-sets', '--domain-filter=shop.example'),
    ),
    gateways('a solver of the listener for HTTP', solver(PUBLIC)),
    gateways('a solver of all listeners of a Gateway', solver({ name: 'public', namespace: 'edge' })),
    gateways("a Gateway of Istio's own API with the same name", ({ add }) =>
      add({
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'public', namespace: 'shop' },
        spec: {
          selector: { istio: 'ingressgateway' },
          servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example'] }],
        },
      }),
    ),
    gateways('a Gateway without routes', ({ add, find }) => {
      const other = structuredClone(find('Gateway', 'public'));
      other.metadata.name = 'other';
      add(other);
      find('NetworkPolicy', 'envoys').spec.podSelector = {
        matchLabels: { 'app.kubernetes.io/component': 'proxy' },
      };
    }),
  ],
};

function path(value: string): { matches: object[] } {
  return { matches: [{ path: { type: 'PathPrefix', value } }] };
}

function adminOf(namespace: string): object {
  return { name: 'admin', namespace, port: 443 };
}

/** Lets the proxies connect to the Service of the ingress controller. */
function allow({ find, add }: Workshop): void {
  const podSelector = { matchLabels: { app: 'controller' } };
  find('NetworkPolicy', 'envoys').spec.egress.push({ to: [{ podSelector }], ports: [{ port: 8443 }] });
  const policy = structuredClone(find('NetworkPolicy', 'envoys'));
  policy.metadata.name = 'controller-of-envoys';
  policy.spec = {
    podSelector,
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: ENVOYS } }], ports: [{ port: 8443 }] }],
  };
  add(policy);
}
