import { Duration } from 'cdk8s';
import type { ClusterNamespaceProps } from '../../../lib/core/cluster-namespace';
import { PriorityClass } from '../../../lib/core/priority-class';
import { IMAGES } from '../../../lib/core/versions';
import { EnvoyGatewayController, type EnvoyGatewayProps } from '../../../lib/ingress/envoy/controller';
import { HTTPS } from '../../../lib/ingress/envoy/proxies';
import { podConnections } from '../../../lib/ingress/pod-network';
import { addedObjects } from '../../support/added-objects';
import { serviceIn } from '../../support/ingress-cluster';
import { TestCluster } from '../../support/test-cluster';

const WILDCARD = {
  dnsNames: ['example.com', '*.example.com'],
  secret: { namespace: 'shop', name: 'wildcard-tls' },
};

/** A cluster with an Envoy Gateway. */
function gatewayCluster(
  props: Omit<EnvoyGatewayProps, 'namespace'>,
  namespaceProps: Partial<ClusterNamespaceProps> = {},
) {
  const cluster = new TestCluster();
  const podSecurity = props.placement === 'hostPorts' ? 'privileged' : 'restricted';
  const namespace = cluster.addNamespace({ name: 'gateways', podSecurity, ...namespaceProps });
  const controller = new EnvoyGatewayController(cluster, 'envoy', { namespace, ...props });
  return { cluster, controller };
}

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new EnvoyGatewayController(cluster, 'envoy', { namespace, placement: 'loadBalancer' });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const objects = addedObjects(
    (cluster, namespace) => {
      const all: Required<EnvoyGatewayProps> = {
        namespace,
        placement: 'hostPorts',
        hostAddress: '203.0.113.10',
        className: 'public',
        dnsNames: WILDCARD.dnsNames,
        drain: Duration.minutes(10),
      };
      new EnvoyGatewayController(cluster, 'envoy', all);
    },
    { podSecurity: 'privileged' },
  );
  expect(objects).toMatchSnapshot();
});

test('the class uses the settings of the Envoys', () => {
  const { cluster, controller } = gatewayCluster({ placement: 'loadBalancer', className: 'public' });
  expect(controller.className).toBe('public');
  expect(cluster.find('GatewayClass', 'public').spec.parametersRef).toMatchObject({
    kind: 'EnvoyProxy',
    name: cluster.find('EnvoyProxy', 'public', 'gateways').metadata.name,
    namespace: 'gateways',
  });
});

test('behind a load balancer, wildcards become DNS names, and clients keep their address', () => {
  const { cluster } = gatewayCluster({ placement: 'loadBalancer', dnsNames: WILDCARD.dnsNames });
  expect(cluster.find('EnvoyProxy', 'envoy').spec.provider.kubernetes.envoyService).toEqual({
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    annotations: { 'external-dns.alpha.kubernetes.io/hostname': '*.example.com' },
  });
});

test('host ports listen on the given address only, and the pods keep their own network', () => {
  const { cluster } = gatewayCluster({ placement: 'hostPorts', hostAddress: '203.0.113.10' });
  const { envoyDaemonSet, envoyService } = cluster.find('EnvoyProxy', 'envoy').spec.provider.kubernetes;
  const pod = envoyDaemonSet.patch.value.spec.template.spec;
  expect(pod.containers[0].ports).toEqual([
    { name: 'http', containerPort: 10_080, hostPort: 80, hostIP: '203.0.113.10', protocol: 'TCP' },
    { name: 'https', containerPort: 10_443, hostPort: 443, hostIP: '203.0.113.10', protocol: 'TCP' },
  ]);
  expect(pod).not.toHaveProperty('hostNetwork');
  expect(envoyService.type).toBe('ClusterIP');
});

test('the Envoys have the priority class of the namespace', () => {
  const cluster = new TestCluster();
  const priorityClass = new PriorityClass(cluster, { name: 'platform', value: 10, description: 'd' });
  const namespace = cluster.addNamespace({ name: 'gateways', podSecurity: 'restricted', priorityClass });
  new EnvoyGatewayController(cluster, 'envoy', { namespace, placement: 'loadBalancer' });
  const { envoyDeployment } = cluster.find('EnvoyProxy', 'envoy').spec.provider.kubernetes;
  expect(envoyDeployment.pod.priorityClassName).toBe('platform');
});

test('Envoy Gateway chooses no image itself', () => {
  const { cluster } = gatewayCluster({ placement: 'loadBalancer' });
  const { envoyDeployment } = cluster.find('EnvoyProxy', 'envoy').spec.provider.kubernetes;
  expect(envoyDeployment.container.image).toBe(IMAGES.envoy);
  const [config] = cluster.ofKind('ConfigMap') as unknown as [{ data: Record<string, string> }];
  expect(config.data['envoy-gateway.yaml']).toContain(`image: ${IMAGES.envoyGateway}`);
});

test('certificates have the names and Secrets that Envoy Gateway expects, and one authority', () => {
  const { cluster } = gatewayCluster({ placement: 'loadBalancer' });
  const certificates = cluster.ofKind('Certificate').map(({ spec }) => [spec.secretName, spec.dnsNames]);
  expect(certificates).toEqual([
    ['envoy-gateway-ca', undefined],
    [
      'envoy-gateway',
      [
        'envoy-gateway',
        'envoy-gateway.gateways',
        'envoy-gateway.gateways.svc',
        'envoy-gateway.gateways.svc.cluster.local',
      ],
    ],
    ['envoy', ['*.gateways']],
  ]);
  expect(cluster.find('Certificate', 'envoy-gateway-ca').spec.privateKey.rotationPolicy).toBe('Never');
});

test('a person installs the CRDs of the Gateway API and of Envoy Gateway', () => {
  const { cluster } = gatewayCluster({ placement: 'loadBalancer' });
  expect(cluster.components.map(({ name }) => name)).toEqual(['Gateway API', 'Envoy Gateway']);
});

test('the account changes objects in its own namespace only, besides status and the class', () => {
  const { cluster } = gatewayCluster({ placement: 'loadBalancer' });
  const role = cluster.find('ClusterRole', 'envoy-gateway') as unknown as { rules: Rule[] };
  const changes = role.rules.filter(({ verbs }) => verbs.some((verb) => !/^(get|list|watch)$/.test(verb)));
  const changed = changes.flatMap(({ resources }) => resources);
  expect(changed.filter((resource) => !resource.endsWith('/status'))).toEqual(['gatewayclasses']);
});

interface Rule {
  readonly resources: string[];
  readonly verbs: string[];
}

test('the Envoys may connect to admitted pods, and clients to the Envoys, on the ports of pods', () => {
  const { cluster, controller } = gatewayCluster({ placement: 'hostPorts' });
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const { pods } = serviceIn(shop, 'shop');
  const connections = podConnections(controller, controller.envoys, HTTPS.containerPort);
  connections.admit(pods, 'the shop is public');
  connections.allowClients(shop.pods({ app: 'worker' }), 'workers call the shop');
  expect(cluster.isolation.connections.map(({ to, because }) => [because, to.ports])).toEqual([
    ['Envoys receive their configuration from Envoy Gateway', [{ port: 18_000 }]],
    ['the shop is public', [{ port: 8080 }]],
    ['workers call the shop', [{ port: 10_443 }]],
  ]);
  expect(cluster.find('NetworkPolicy', 'app-shop', 'shop').spec.ingress[0].from[0]).toEqual({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateways' } },
    podSelector: { matchLabels: controller.envoys.podLabels },
  });
});

describe('errors', () => {
  const create =
    (props: Omit<EnvoyGatewayProps, 'namespace'>, namespace?: Partial<ClusterNamespaceProps>) => () =>
      gatewayCluster(props, namespace);

  test('fails if the namespace does not admit host ports', () => {
    expect(create({ placement: 'hostPorts' }, { podSecurity: 'baseline' })).toThrow(
      'envoy gateway of cluster "test": host ports need a privileged namespace, but "gateways" is baseline: set its podSecurity',
    );
  });

  test('fails if an address of a node is given behind a load balancer', () => {
    expect(create({ placement: 'loadBalancer', hostAddress: '203.0.113.10' })).toThrow(
      'envoy gateway of cluster "test": hostAddress "203.0.113.10" is ignored behind a load balancer: remove it, or set placement to hostPorts',
    );
  });

  test('fails if the address of the node is not an IPv4 address', () => {
    expect(create({ placement: 'hostPorts', hostAddress: 'node-1' })).toThrow(
      'envoy gateway of cluster "test": hostAddress "node-1" is not an IPv4 address: write it like 203.0.113.10',
    );
  });

  test('fails if connections are drained for less than a minute', () => {
    expect(create({ placement: 'loadBalancer', drain: Duration.seconds(59) })).toThrow(
      'envoy gateway of cluster "test": drain of 59 seconds is too short: the minimum is one minute, until load balancers have noticed it',
    );
  });
});
