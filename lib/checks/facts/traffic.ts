import { firstOf } from '../../kube/cidr';
import type { ConnectionEnd } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { podsOfGateway } from './gateways';
import { isIngressNginx } from './ingress-nginx';
import { podReferences } from './pod-references';
import type { Address, Pod, Protocol } from './policy-world';
import { containerPorts, listensOn } from './ports';
import { backendsOf, type RouteServer } from './routes';
import { serviceHosts } from './service-hosts';
import { isInPodNetwork, type Workload } from './workload';

/** A connection that a field of an object requires. */
export interface RequiredConnection {
  readonly from: Pod | Address;
  readonly to: Pod;
  readonly port: number;
  readonly protocol: Protocol;
  readonly object: KubeObject;
  readonly field: string;
}

/** The pods of a template, as policies see them. */
export function podOf(workload: Workload): Pod {
  const { namespace, labels, object } = workload;
  return { namespace, labels, name: object.name, ports: containerPorts(workload) };
}

/** The namespaces of one end of a connection. */
export function namespacesOf(cluster: ClusterIndex, { namespaces }: ConnectionEnd): readonly string[] {
  return cluster.namespacesWith(namespaces.selector);
}

/** The connections that routes and addresses of Services require. */
export function* requiredConnections(cluster: ClusterIndex): Iterable<RequiredConnection> {
  for (const { object, namespace, name, port, field, servers } of backendsOf(cluster)) {
    const sources = new Set(servers.flatMap((server) => serverPods(cluster, server)));
    for (const target of targets(cluster, namespace, name, port))
      for (const from of sources) yield { from, ...target, object, field };
  }
  const readers = readersOf(cluster);
  for (const { namespace, name, port, object, field, workload } of serviceHosts(cluster)) {
    if (cluster.isForeign(namespace)) continue;
    const sources = workload ? [workload] : (readers.get(`${object.namespace}/${object.name}`) ?? []);
    for (const target of targets(cluster, namespace, name, port))
      for (const source of sources) {
        // A program may have its own address in its configuration, to send it to others.
        const isItself = source.object.name === target.to.name && source.namespace === namespace;
        if (!isItself) yield { from: podOf(source), ...target, object, field };
      }
  }
}

/** The pods that forward the requests of a route. On the host network, they count as an address of the nodes. */
export function serverPods(
  cluster: ClusterIndex,
  { className, listener }: RouteServer,
): readonly (Pod | Address)[] {
  if (listener === undefined) return controllersOf(cluster, className);
  const pods = listener.gateway && podsOfGateway(cluster, listener.gateway);
  if (pods === undefined) return [];
  return [pods.isOnHostNetwork ? nodeAddress(cluster) : pods];
}

function nodeAddress({ facts }: ClusterIndex): Address {
  const [range = '10.0.0.0/32'] = facts.network.nodeCidrs;
  return firstOf(range);
}

/** The pods of the ingress controller of a class. On the host network, they count as an address of the nodes. */
export function controllersOf(
  cluster: ClusterIndex,
  className: string | undefined,
): readonly (Pod | Address)[] {
  const managed = cluster.facts.provider.ingressControllers.filter((it) => it.className === className);
  return managed.length > 0 ? managed : ownControllers(cluster);
}

const ownControllers = perCluster((cluster): readonly (Pod | Address)[] => {
  const found = cluster.workloads.filter(({ pod }) =>
    pod.containers.some(({ image }) => isIngressNginx(image)),
  );
  return found.map((workload) => (isInPodNetwork(workload) ? podOf(workload) : nodeAddress(cluster)));
});

/** The pods behind a port of a Service, with the port on which they listen. */
export function* targets(
  cluster: ClusterIndex,
  namespace: string,
  name: string,
  wanted: number | string | undefined,
): Iterable<Pick<RequiredConnection, 'to' | 'port' | 'protocol'>> {
  const service = cluster.find({ kind: 'Service', namespace, name });
  const { selector, ports = [] } = service?.spec ?? {};
  const port = wanted === undefined ? ports[0] : ports.find((it) => it.port === wanted || it.name === wanted);
  if (port === undefined || selector === undefined) return;
  const protocol = port.protocol === 'UDP' ? 'UDP' : 'TCP';
  const target = port.targetPort ?? port.port;
  for (const workload of cluster.selected(namespace, { matchLabels: selector })) {
    // The rule `service-pods` reports pods that do not listen on the port.
    if (!isInPodNetwork(workload) || !listensOn(workload, target, port.protocol)) continue;
    const to = podOf(workload);
    const number =
      typeof target === 'number' ? target : to.ports?.find((it) => it.name === target)?.containerPort;
    if (number !== undefined) yield { to, port: number, protocol };
  }
}

/** The pods that read each ConfigMap, by its `namespace/name`. */
function readersOf(cluster: ClusterIndex): Map<string, Set<Workload>> {
  const readers = new Map<string, Set<Workload>>();
  for (const workload of cluster.workloads) {
    for (const { kind, name } of podReferences(workload)) {
      const key = `${workload.namespace}/${name}`;
      if (kind === 'ConfigMap') readers.set(key, (readers.get(key) ?? new Set()).add(workload));
    }
  }
  return readers;
}
