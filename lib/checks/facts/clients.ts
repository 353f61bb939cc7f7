import { isIPv4 } from 'node:net';
import { cidrContains, firstOf, SPECIAL_RANGES } from '../../kube/cidr';
import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { gatewayPods } from './gateways';
import { isIngressNginx } from './ingress-nginx';
import type { Address, Pod, Protocol } from './policy-world';
import { podOf, targets } from './traffic';

/** A port of pods that is open to clients outside the cluster. */
export interface ClientPort {
  readonly object: KubeObject;
  readonly field: string;
  readonly to: Pod;
  readonly port: number;
  readonly protocol: Protocol;
  /** The addresses of clients; of each list, one must be able to connect. */
  readonly from: readonly (readonly Address[])[];
}

/** An address of the internet. */
const INTERNET = '203.0.113.7';

/** The annotations with which clouds make a load balancer internal: its clients are in private networks. */
const INTERNAL = /internal|scheme|load-balancer-type|ip-type/i;

/** The ports of load balancers, node ports, Gateways, and of an ingress controller on ports of the nodes. */
export function* clientsOf(cluster: ClusterIndex): Iterable<ClientPort> {
  yield* clientsOfGateways(cluster);
  for (const object of cluster.ofKind('Service')) {
    const { type, ports = [] } = object.spec;
    if (type !== 'LoadBalancer' && type !== 'NodePort') continue;
    const { namespace = 'default', name } = object;
    const from = clientsOfService(cluster, object);
    for (const { port } of ports)
      for (const target of targets(cluster, namespace, name, port))
        yield { object, field: 'spec.type', ...target, from };
  }
  for (const { object, workload, container, field } of cluster.containers) {
    if (!isIngressNginx(container.image) || workload.pod.hostNetwork) continue;
    const from = [[INTERNET, ...allowedAddresses(cluster, workload.namespace)]];
    for (const [index, { containerPort: port, hostPort, protocol }] of (container.ports ?? []).entries()) {
      const end = { to: podOf(workload), port, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' } as const;
      if (hostPort !== undefined) yield { object, field: `${field}.ports[${index}].hostPort`, ...end, from };
    }
  }
}

/** The ports of the proxies of Gateways. Their load balancers may be internal, so that any admitted network is one of clients. */
function* clientsOfGateways(cluster: ClusterIndex): Iterable<ClientPort> {
  for (const [object, pods] of gatewayPods(cluster)) {
    const { namespace, isPublic, seesClients, isOnHostNetwork } = pods;
    if (isOnHostNetwork || !isPublic) continue;
    const nodes = seesClients ? [] : cluster.facts.network.nodeCidrs.map(firstOf);
    const from = [[INTERNET, ...nodes, ...allowedAddresses(cluster, namespace)]];
    for (const { containerPort: port, protocol } of pods.clientPorts)
      yield { object, field: 'spec.listeners', to: pods, port, protocol, from };
  }
}

/** Any address that a policy names may be that of the clients: an owner may admit certain networks only. */
function clientsOfService(cluster: ClusterIndex, object: KubeObject<'Service'>): Address[][] {
  const { type, externalTrafficPolicy, loadBalancerSourceRanges: ranges = [] } = object.spec;
  // With the policy Cluster, pods see the address of the node that accepted the connection.
  const nodes = externalTrafficPolicy === 'Local' ? [] : cluster.facts.network.nodeCidrs.map(firstOf);
  const admitted = allowedAddresses(cluster, object.namespace ?? 'default');
  if (type === 'NodePort' || Object.keys(object.annotations).some((key) => INTERNAL.test(key)))
    return [[INTERNET, ...nodes, ...admitted]];
  if (
    ranges.length === 0 ||
    ranges.some((range) => !parsesAsIpv4(range) || cidrContains(range, `${INTERNET}/32`))
  )
    return [[INTERNET, ...nodes, ...admitted.filter(isPublic)]];
  return ranges.map((range) => [
    firstOf(range),
    ...nodes,
    ...admitted.filter((address) => cidrContains(range, `${address}/32`)),
  ]);
}

function isPublic(address: Address): boolean {
  return !SPECIAL_RANGES.some((range) => cidrContains(range, `${address}/32`));
}

/** The first address of every range from which a policy of a namespace allows connections. */
function allowedAddresses(cluster: ClusterIndex, namespace: string): Address[] {
  const cidrs = (rangesByNamespace(cluster).get(namespace) ?? []).map(({ cidr }) => cidr);
  return [...new Set(cidrs)].filter(parsesAsIpv4).map(firstOf);
}

const rangesByNamespace = perCluster((cluster) => {
  const ranges = cluster
    .ofKind('NetworkPolicy')
    .flatMap(({ namespace, spec }) =>
      (spec.ingress ?? [])
        .flatMap(({ from = [] }) => from)
        .flatMap(({ ipBlock }) => (ipBlock ? [{ namespace, cidr: ipBlock.cidr }] : [])),
    );
  return groupBy(ranges, ({ namespace }) => namespace);
});

/** Policies and connections are checked for IPv4 only. The rule `schema` reports invalid ranges. */
function parsesAsIpv4(cidr: string): boolean {
  return isIPv4(cidr.split('/')[0] ?? '') && cidr.includes('/');
}
