import type { Labels } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import type { EnvoyProxySpec } from '../engine/gateway-kinds';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { GATEWAY_API, listenersOfGateway } from './listeners';
import type { Pod, Protocol } from './policy-world';

/** The pods that a controller creates for a Gateway. */
export interface GatewayPods extends Pod {
  readonly name: string;
  readonly ports: readonly ProxyPort[];
  /** Those among {@link ports} to which clients connect: one for each port of the listeners. */
  readonly clientPorts: readonly ProxyPort[];
  /** Whether they are on the network of their nodes: policies see the address of the node. */
  readonly isOnHostNetwork: boolean;
  /** Whether clients outside the cluster connect to them: by a load balancer, or by ports of the nodes. */
  readonly isPublic: boolean;
  /** Whether the pods see the addresses of clients, and not those of nodes. */
  readonly seesClients: boolean;
}

/** A port of the proxies. */
export interface ProxyPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol: Protocol;
}

const ENVOY_GATEWAY = 'gateway.envoyproxy.io/gatewayclass-controller';

/** The image of Envoy Gateway, of any registry and version. */
const ENVOY_GATEWAY_IMAGE = /\benvoyproxy\/gateway(:|@|$)/;

/** The controllers that create the pods of a Gateway as Istio does, and the classes that they create themselves. */
const ISTIO_CONTROLLER = 'istio.io/gateway-controller';
const ISTIO_CLASSES: ReadonlySet<string> = new Set(['istio', 'approuting-istio']);

/** Envoy Gateway listens on other ports than those below 1024, which need a capability. */
const FIRST_FREE_PORT = 1024;
const PORT_SHIFT = 10_000;

/** The ports of Envoy's metrics and readiness. */
const OWN_PORTS = [
  { name: 'metrics', containerPort: 19_001, protocol: 'TCP' },
  { name: 'readiness', containerPort: 19_003, protocol: 'TCP' },
] as const;

/**
 * The pods of a Gateway; undefined if its controller is unknown.
 *
 * Envoy Gateway creates them in its own namespace, unless its configuration states otherwise; Istio in the namespace of
 * the Gateway.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/operations/gateway-namespace-mode/
 * @see https://github.com/envoyproxy/gateway/blob/v1.9.1/internal/infrastructure/kubernetes/proxy/resource.go
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
 */
export function podsOfGateway(
  cluster: ClusterIndex,
  gateway: KubeObject<'Gateway'>,
): GatewayPods | undefined {
  return gatewayPods(cluster).get(gateway);
}

/** The pods of every Gateway whose controller is known. */
export const gatewayPods = perCluster((cluster): ReadonlyMap<KubeObject, GatewayPods> => {
  const all = cluster.ofKind('Gateway').map((gateway) => [gateway, proxiesOf(cluster, gateway)] as const);
  return new Map(all.flatMap(([gateway, pods]) => (pods ? [[gateway, pods]] : [])));
});

function proxiesOf(cluster: ClusterIndex, gateway: KubeObject<'Gateway'>): GatewayPods | undefined {
  const { gatewayClassName: name = '' } = gateway.spec;
  const controller = cluster.find({ kind: 'GatewayClass', name })?.spec.controllerName;
  if (controller === ENVOY_GATEWAY) return envoys(cluster, gateway);
  const isIstio = controller === ISTIO_CONTROLLER || (controller === undefined && ISTIO_CLASSES.has(name));
  return isIstio ? istioProxies(cluster, gateway) : undefined;
}

/** The settings of the Envoys of a Gateway; undefined if another controller serves it. */
export function envoySettings(
  cluster: ClusterIndex,
  gateway: KubeObject<'Gateway'>,
): EnvoyProxySpec | undefined {
  const gatewayClass = cluster.find({ kind: 'GatewayClass', name: gateway.spec.gatewayClassName ?? '' });
  return gatewayClass?.spec.controllerName === ENVOY_GATEWAY ? proxySettings(cluster, gateway) : undefined;
}

function envoys(cluster: ClusterIndex, gateway: KubeObject<'Gateway'>): GatewayPods {
  const { name, namespace: own = 'default', spec } = gateway;
  const { namespace, isPerGateway } = envoyGateway(cluster);
  const settings = proxySettings(cluster, gateway);
  const { useListenerPortAsContainerPort, envoyDeployment, envoyDaemonSet, envoyService } =
    settings.provider?.kubernetes ?? {};
  const workload = envoyDaemonSet ?? envoyDeployment;
  const owner: Labels = settings.mergeGateways
    ? { 'gateway.envoyproxy.io/owning-gatewayclass': spec.gatewayClassName ?? '' }
    : {
        'gateway.envoyproxy.io/owning-gateway-namespace': own,
        'gateway.envoyproxy.io/owning-gateway-name': name,
      };
  const labels = {
    ...workload?.pod?.labels,
    ...spec.infrastructure?.labels,
    'app.kubernetes.io/name': 'envoy',
    'app.kubernetes.io/component': 'proxy',
    'app.kubernetes.io/managed-by': 'envoy-gateway',
    ...owner,
    ...(isPerGateway ? { [`${GATEWAY_API}/gateway-name`]: name } : {}),
  };
  const shift = (port: number) =>
    port < FIRST_FREE_PORT && !useListenerPortAsContainerPort ? port + PORT_SHIFT : port;
  const clientPorts = portsOf(cluster, gateway, shift);
  const patched = workload?.patch?.value?.spec?.template?.spec;
  const hasHostPorts = (patched?.containers ?? []).some(({ ports = [] }) =>
    ports.some(({ hostPort }) => hostPort !== undefined),
  );
  return {
    namespace: isPerGateway ? own : namespace,
    name: `envoy-${own}-${name}`,
    labels,
    ports: [...clientPorts, ...OWN_PORTS],
    clientPorts,
    isOnHostNetwork: patched?.hostNetwork === true,
    isPublic: hasHostPorts || isPublicType(envoyService?.type),
    seesClients: envoyService?.externalTrafficPolicy !== 'Cluster',
  };
}

function istioProxies(cluster: ClusterIndex, gateway: KubeObject<'Gateway'>): GatewayPods {
  const { name, namespace = 'default', spec } = gateway;
  const clientPorts = portsOf(cluster, gateway, (port) => port);
  return {
    namespace,
    name: `${name}-${spec.gatewayClassName}`,
    labels: { ...spec.infrastructure?.labels, [`${GATEWAY_API}/gateway-name`]: name },
    ports: clientPorts,
    clientPorts,
    isOnHostNetwork: false,
    isPublic: isPublicType(gateway.annotations['networking.istio.io/service-type']),
    seesClients: false,
  };
}

function isPublicType(type = 'LoadBalancer'): boolean {
  return type === 'LoadBalancer' || type === 'NodePort';
}

function portsOf(
  cluster: ClusterIndex,
  gateway: KubeObject<'Gateway'>,
  shift: (port: number) => number,
): readonly ProxyPort[] {
  const ports = new Map<string, ProxyPort>();
  for (const { spec } of listenersOfGateway(cluster).get(gateway) ?? []) {
    const protocol = spec.protocol === 'UDP' ? 'UDP' : 'TCP';
    const containerPort = shift(spec.port ?? 0);
    ports.set(`${containerPort}/${protocol}`, { containerPort, protocol });
  }
  return [...ports.values()];
}

/** The settings of a Gateway's proxies: those of its class, and over them its own. */
function proxySettings(cluster: ClusterIndex, gateway: KubeObject<'Gateway'>): EnvoyProxySpec {
  const { gatewayClassName: name = '', infrastructure } = gateway.spec;
  const ofClass = cluster.find({ kind: 'GatewayClass', name })?.spec.parametersRef;
  const refs = [
    ofClass,
    infrastructure?.parametersRef && { ...infrastructure.parametersRef, namespace: gateway.namespace },
  ];
  const [base, own] = refs.map(
    (ref) =>
      ref?.name && cluster.find({ kind: 'EnvoyProxy', namespace: ref.namespace, name: ref.name })?.spec,
  );
  return { ...(base || {}), ...(own || {}) };
}

/** The namespace of Envoy Gateway, and whether it creates proxies in the namespaces of their Gateways. */
const envoyGateway = perCluster((cluster) => {
  const found = cluster.containers.find(({ container }) => ENVOY_GATEWAY_IMAGE.test(container.image ?? ''));
  const namespace = found?.workload.namespace ?? 'envoy-gateway-system';
  const texts = cluster
    .ofKind('ConfigMap')
    .filter((object) => object.namespace === namespace)
    .flatMap(({ json }) => Object.values(json.data ?? {}));
  const isPerGateway = texts.some(
    (text) => /kind:\s*"?EnvoyGateway\b/.test(text) && /type:\s*"?GatewayNamespace\b/.test(text),
  );
  return { namespace, isPerGateway };
});
