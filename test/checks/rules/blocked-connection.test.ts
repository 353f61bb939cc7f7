import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

reports(
  'blocked-connection',
  'a missing rule of a policy',
  ({ find }) => {
    find('NetworkPolicy', 'app-db').spec.ingress = [];
  },
  [
    'test/namespaces/shop/isolation/app-db: test/10-isolation.k8s.yaml: NetworkPolicy shop/app-db: "orders are stored" is declared, but shop/web cannot connect to shop/db on port 5432, because no ingress rule of shop/app-db, shop/default-deny allows it: correct its rules [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a default backend to which the ingress controller cannot connect',
  ({ find }) => {
    find('Ingress', 'web').spec.defaultBackend = { service: { name: 'db', port: { number: 5432 } } };
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.defaultBackend.service: this field requires a connection, but edge/controller cannot connect to shop/db on port 5432, because no egress rule of edge/app-controller, edge/default-deny, edge/edge-isolation and no ingress rule of shop/app-db, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a port that a declared connection does not have',
  ({ container, find }) => {
    container('StatefulSet', 'db').ports.push({ name: 'metrics', containerPort: 9187 });
    find('Service', 'db').spec.ports.push({ name: 'metrics', port: 9187 });
    container('Deployment', 'web').env.push({ name: 'METRICS', value: 'http://db.shop.svc:9187/metrics' });
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[2].value: this field requires a connection, but shop/web cannot connect to shop/db on port 9187, because no egress rule of shop/app-web, shop/default-deny, shop/shop-isolation and no ingress rule of shop/app-db, shop/default-deny allows it: add port 9187 to the destination of "orders are stored" [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a namespace without DNS once, not for each pod',
  ({ find }) => {
    find('NetworkPolicy', 'shop-isolation').spec.egress = [];
  },
  [
    'test/namespaces/shop/isolation/default-deny: test/10-isolation.k8s.yaml: NetworkPolicy shop/default-deny: the pods of namespace shop resolve names, but shop/db, shop/web cannot connect to kube-system/kube-dns on port 53/TCP, 53/UDP, because no rule of shop/default-deny, shop/shop-isolation allows it: allow both protocols in a policy of the namespace, or set dnsPolicy to None in pods that resolve no names [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a pod with a token and without access to the API server',
  ({ find }) => {
    const { spec } = find('StatefulSet', 'db').spec.template;
    Object.assign(spec, { automountServiceAccountToken: true, serviceAccountName: 'web' });
  },
  [
    'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: shop/db mounts a token for the API server, but shop/db cannot connect to 10.0.0.10 on port 6443/TCP, because no rule of shop/default-deny, shop/shop-isolation allows it: allow it with cluster.isolation.allowApiServer(), or do not mount the token [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'an API to which the tunnel of a managed API server cannot connect',
  ({ add, find, cluster }) => {
    Object.assign(cluster.provider, {
      apiServerTunnel: { namespace: 'kube-system', labels: { app: 'tunnel' } },
    });
    find('NetworkPolicy', 'app-web').spec.ingress.push({ from: [{ ipBlock: { cidr: '10.0.0.0/16' } }] });
    add({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1.orders.example' },
      spec: { service: { namespace: 'shop', name: 'web', port: 80 } },
    });
  },
  [
    'test: test/50-all.k8s.yaml: APIService v1.orders.example: spec.service: the API server calls APIService v1.orders.example, but kube-system/app=tunnel cannot connect to shop/web on port 8080/TCP, because no rule of shop/app-web, shop/default-deny allows it: allow it with cluster.isolation.allowFromNodes(), or from the pods of the tunnel of a managed API server [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a webhook to which the API server cannot connect',
  ({ add }) =>
    add({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'orders' },
      webhooks: [{ clientConfig: { service: { namespace: 'shop', name: 'web', port: 80 } } }],
    }),
  [
    'test: test/50-all.k8s.yaml: ValidatingWebhookConfiguration orders: webhooks[0].clientConfig.service: the API server calls ValidatingWebhookConfiguration orders, but 10.0.0.10 cannot connect to shop/web on port 8080/TCP, because no rule of shop/app-web, shop/default-deny allows it: allow it with cluster.isolation.allowFromNodes(), or from the pods of the tunnel of a managed API server [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a webhook of an installed component to which the API server cannot connect',
  ({ add, cluster }) => {
    cluster.expectComponent({ name: 'cert-manager', version: 'v1.21.2' });
    add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cert-manager' } });
    add({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed', namespace: 'cert-manager' },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    });
  },
  [
    'test: test/50-all.k8s.yaml: NetworkPolicy cert-manager/closed: the API server calls the webhook of cert-manager-webhook, but 10.0.0.10 cannot connect to cert-manager/cert-manager-webhook on port 10250/TCP, because no rule of cert-manager/closed allows it: allow it with cluster.isolation.allowFromNodes(), or from the pods of the tunnel of a managed API server [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a solver to which the ingress controller cannot connect, by its certificate',
  ({ remove, cluster }) => {
    remove('NetworkPolicy', 'http01-solver-true');
    const { connections } = cluster.isolation;
    const index = connections.findIndex(({ because }) => because === 'certificates are validated by HTTP-01');
    (connections as object[]).splice(index, 1);
  },
  [
    'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: certificates of namespace shop are validated by HTTP-01, but edge/controller cannot connect to shop/acme.cert-manager.io/http01-solver=true on port 8089/TCP, because no rule of shop/default-deny allows it: allow the ingress controller to connect to the solver with cluster.isolation.allow() [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'backends and clients of the proxies of a Gateway, whose ports below 1024 are shifted',
  withGateways(({ find, remove }) => {
    remove('NetworkPolicy', 'web-of-envoys');
    find('NetworkPolicy', 'envoys').spec.ingress[0].ports = [{ port: 80 }, { port: 443 }];
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].backendRefs[0]: this field requires a connection, but edge/envoy-edge-public cannot connect to shop/web on port 8080, because no ingress rule of shop/app-web, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
    'test: test/50-all.k8s.yaml: Gateway edge/public: spec.listeners: Gateway edge/public is open to clients outside the cluster, but 203.0.113.7 cannot connect to edge/envoy-edge-public on port 10080/TCP, 10443/TCP, because no rule of edge/default-deny, edge/envoys allows it: allow it with cluster.isolation.allowFromAnywhere() [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a solver to which the proxies of a Gateway cannot connect',
  withGateways(({ find, remove }) => {
    const parentRefs = [{ name: 'public', namespace: 'edge', sectionName: 'http' }];
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [
      { http01: { gatewayHTTPRoute: { parentRefs } } },
    ];
    remove('NetworkPolicy', 'solver-of-envoys');
  }),
  [
    'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: certificates of namespace shop are validated by HTTP-01, but edge/envoy-edge-public cannot connect to shop/acme.cert-manager.io/http01-solver=true on port 8089/TCP, because no rule of shop/default-deny, shop/http01-solver-true allows it: allow the ingress controller to connect to the solver with cluster.isolation.allow() [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  "a backend to which Istio's proxies, in the namespace of their Gateway, cannot connect",
  withGateways(({ find }) => {
    find('GatewayClass', 'envoy').spec = { controllerName: 'istio.io/gateway-controller' };
  }),
  [
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].backendRefs[0]: this field requires a connection, but edge/public-envoy cannot connect to shop/web on port 8080, because no egress rule of edge/default-deny, edge/edge-isolation and no ingress rule of shop/app-web, shop/default-deny, shop/web-of-envoys allows it: allow it with cluster.isolation.allow() [blocked-connection]',
    'test: test/50-all.k8s.yaml: Gateway edge/public: spec.listeners: Gateway edge/public is open to clients outside the cluster, but 203.0.113.7 cannot connect to edge/public-envoy on port 443/TCP, 80/TCP, because no rule of edge/default-deny allows it: allow it with cluster.isolation.allowFromAnywhere() [blocked-connection]',
  ],
);
