import { Duration, Size } from 'cdk8s';
import { ForeignNamespace } from '../../../lib/core/isolation/foreign-namespace';
import { approutingIstio } from '../../../lib/ingress/approuting/approuting-ingress';
import type { ExposureProps } from '../../../lib/ingress/exposure';
import { IngressStack } from '../../../lib/ingress/ingress-stack';
import { issuerOf, serviceIn } from '../../support/ingress-cluster';
import { type Pod, PolicyWorld } from '../../support/reachability';
import { TestCluster } from '../../support/test-cluster';

const ISTIOD = new ForeignNamespace('aks-istio-system').pods({ app: 'istiod' }, { port: 15_012 });

/** A cluster with the gateway, one exposure, and pods that call the hosts of the gateway. */
function gatewayCluster(
  props: Partial<ExposureProps> = {},
  podSecurity: 'baseline' | 'restricted' = 'baseline',
  certificates?: Readonly<Record<string, string>>,
) {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'gateway', podSecurity });
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const jobs = cluster.addNamespace({ name: 'jobs', podSecurity: 'restricted' });
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: approutingIstio({
      namespace,
      controlPlane: ISTIOD,
      keyVault: certificates && {
        name: 'akv-shop',
        clientId: '01234567-89ab-cdef-0123-456789abcdef',
        certificates: new Map(Object.entries(certificates)),
      },
    }),
    issuer: issuerOf('http01'),
  });
  ingress.expose('shop', { service: serviceIn(shop, 'shop'), hostnames: ['shop.example.com'], ...props });
  ingress.controller.allowClients(jobs, 'jobs call the shop by its public host');
  return { cluster, ingress, jobs };
}

test('the gateway has the class of AKS and a listener for HTTP, and admits listeners of every namespace', () => {
  expect(gatewayCluster().cluster.find('Gateway', 'public', 'gateway').spec).toEqual({
    gatewayClassName: 'approuting-istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
    allowedListeners: { namespaces: { from: 'All' } },
    infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'public-gateway' } },
  });
});

test('an exposure has a listener with its certificate, and a route', () => {
  const { cluster } = gatewayCluster({ timeouts: { read: Duration.minutes(10) } });
  expect(cluster.find('ListenerSet', 'shop', 'shop').spec.listeners).toMatchObject([
    { hostname: 'shop.example.com', tls: { certificateRefs: [{ name: 'shop-tls' }] } },
  ]);
  expect(cluster.find('HTTPRoute', 'shop', 'shop').spec.rules).toMatchObject([
    { backendRefs: [{ name: 'shop', port: 80 }], timeouts: { request: '600s' } },
  ]);
});

describe('the connections', () => {
  const { cluster, ingress } = gatewayCluster();
  const foreign = ['aks-istio-system', 'default'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  const world = new PolicyWorld([...cluster.objects(), ...foreign]);
  const gateway: Pod = {
    namespace: 'gateway',
    labels: { 'gateway.networking.k8s.io/gateway-name': 'public' },
  };
  const shop: Pod = { namespace: 'shop', labels: { app: 'shop' } };
  const solver: Pod = { namespace: 'shop', labels: { 'acme.cert-manager.io/http01-solver': 'true' } };
  const istiod: Pod = { namespace: 'aks-istio-system', labels: { app: 'istiod' } };
  const jobs: Pod = { namespace: 'jobs', labels: { app: 'any' } };
  const CLIENT = '198.51.100.7';

  test.each<[string, boolean, Pod | string, Pod | string, number]>([
    ['clients can connect over HTTPS', true, CLIENT, gateway, 443],
    ['clients can connect over HTTP', true, CLIENT, gateway, 80],
    ['clients cannot connect to the metrics', false, CLIENT, gateway, 15_020],
    ['the gateway can connect to istiod', true, gateway, istiod, 15_012],
    ['the gateway can connect to the pods of an exposure', true, gateway, shop, 8080],
    ['the gateway can connect to the solver of a challenge', true, gateway, solver, 8089],
    ['the gateway cannot connect to the internet', false, gateway, CLIENT, 443],
    [
      'other pods of its namespace cannot connect to the pods of an exposure',
      false,
      { ...gateway, labels: {} },
      shop,
      8080,
    ],
    ['declared clients can connect to the gateway', true, jobs, gateway, 443],
  ])('%s', (_, expected, from, to, port) => {
    expect(world.allows(from, to, port, 'TCP')).toBe(expected);
  });

  test('the metrics are those of the pods of the gateway', () => {
    expect(ingress.controller.metrics).toMatchObject({
      port: 15_020,
      pods: { podLabels: gateway.labels, ports: [{ port: 15_020 }] },
    });
  });
});

test('an option that the gateway does not support is refused, unless the exposure accepts it', () => {
  const limited = { maxBodySize: Size.mebibytes(10) };
  expect(() => gatewayCluster(limited)).toThrow(
    new Error(
      'exposure "shop": maxBodySize: application routing on Gateway API has no limit on the size of requests: the Gateway API has no field for it, and AKS supports no EnvoyFilter: leave it to the application, or accept the difference with a reason in acceptRisk',
    ),
  );
  const acceptRisk = { maxBodySize: 'the shop limits its requests' };
  expect(() => gatewayCluster({ ...limited, acceptRisk })).not.toThrow();
});

test('the namespace of the gateway must admit its pods', () => {
  expect(() => gatewayCluster({}, 'restricted')).toThrow(
    new Error(
      'gateway "public": the Pod Security level of namespace "gateway" is restricted, but the pods that istiod makes have no seccomp profile: use baseline',
    ),
  );
});

describe('certificates of a key vault', () => {
  const hostnames = ['shop.example.com', 'www.example.com'];
  const { cluster, ingress, jobs } = gatewayCluster({ hostnames }, 'baseline', {
    'shop.example.com': 'shop',
  });
  const service = serviceIn(jobs, 'jobs');
  ingress.expose('jobs', { paths: [{ path: '/jobs', service }], hostnames: ['shop.example.com'] });

  // The value of certificateRefs is the one that AKS writes, in pkg/controller/keyvault/spc/gateway.go of its operator.
  test('have a listener of the gateway, with the fields that AKS writes', () => {
    expect(cluster.find('Gateway', 'public', 'gateway').spec.listeners[1]).toEqual({
      name: 'shop.example.com',
      hostname: 'shop.example.com',
      port: 443,
      protocol: 'HTTPS',
      allowedRoutes: {
        namespaces: {
          from: 'Selector',
          selector: {
            matchExpressions: [
              { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'jobs'] },
            ],
          },
        },
      },
      tls: {
        mode: 'Terminate',
        certificateRefs: [
          { group: '', kind: 'Secret', name: 'kv-gw-cert-public-shop.example.com', namespace: 'gateway' },
        ],
        options: {
          'kubernetes.azure.com/tls-cert-keyvault-uri': 'https://akv-shop.vault.azure.net/certificates/shop',
          'kubernetes.azure.com/tls-cert-service-account': 'key-vault-certificates',
        },
      },
    });
  });

  test('have an account with the identity, whose pods mount no token unless they ask for it', () => {
    expect(cluster.find('ServiceAccount', 'key-vault-certificates', 'gateway')).toMatchObject({
      metadata: {
        annotations: { 'azure.workload.identity/client-id': '01234567-89ab-cdef-0123-456789abcdef' },
        labels: { 'azure.workload.identity/use': 'true' },
      },
      automountServiceAccountToken: false,
    });
  });

  test('are not ordered, while those of other hosts are', () => {
    expect(cluster.find('Certificate', 'shop-tls', 'shop').spec.dnsNames).toEqual(['www.example.com']);
    const [listener, ...others] = cluster.find('ListenerSet', 'shop', 'shop').spec.listeners;
    expect([listener.hostname, others]).toEqual(['www.example.com', []]);
    expect(cluster.find('HTTPRoute', 'shop', 'shop').spec.parentRefs).toMatchObject([
      { kind: 'Gateway', name: 'public', namespace: 'gateway', sectionName: 'shop.example.com' },
      { kind: 'ListenerSet', name: 'shop' },
    ]);
  });

  test('have hosts whose names fit into the label that AKS writes', () => {
    const host = `${'a'.repeat(34)}.example.com`;
    expect(() => gatewayCluster({}, 'baseline', { [host.slice(1)]: 'a' })).not.toThrow();
    expect(() => gatewayCluster({}, 'baseline', { [host]: 'a' })).toThrow(
      new Error(
        `gateway "public": host "${host}" has 46 characters; with a certificate of a key vault, the maximum is 45, because AKS writes it into a label: use a shorter host, or cert-manager`,
      ),
    );
  });
});
