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
) {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'gateway', podSecurity });
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const jobs = cluster.addNamespace({ name: 'jobs', podSecurity: 'restricted' });
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: approutingIstio({ namespace, controlPlane: ISTIOD }),
    issuer: issuerOf('http01'),
  });
  ingress.expose('shop', { service: serviceIn(shop, 'shop'), hostnames: ['shop.example.com'], ...props });
  ingress.controller.allowClients(jobs, 'jobs call the shop by its public host');
  return { cluster, ingress };
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
