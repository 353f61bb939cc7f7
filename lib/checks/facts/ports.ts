import type { IContainerPort } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import { objectName, orUse } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { notFound } from './references';
import { runningContainers, type Workload } from './workload';

/** The ports that the containers of a pod declare. */
export function containerPorts(workload: Workload): IContainerPort[] {
  return runningContainers(workload).flatMap(({ ports = [] }) => ports);
}

/**
 * Whether a container of a pod listens on a port, by number or by name.
 *
 * A container need not declare its ports: one that declares none may listen on every number.
 */
export function listensOn(workload: Workload, target: number | string, protocol = 'TCP'): boolean {
  const isDeclared = containerPorts(workload).some(
    (port) => (port.protocol ?? 'TCP') === protocol && [port.containerPort, port.name].includes(target),
  );
  return (
    isDeclared ||
    (typeof target === 'number' && runningContainers(workload).some(({ ports = [] }) => !ports.length))
  );
}

/** A port of a Service on which a pod behind it does not listen. */
export interface DeafPort {
  readonly object: KubeObject<'Service'>;
  readonly field: string;
  readonly pod: Workload;
  readonly target: number | string;
  readonly protocol: string;
}

/** The ports of Services on which pods do not listen, by pod. The rule `service-pods` reports them. */
export const deafPorts = perCluster((cluster) => groupBy(findDeafPorts(cluster), ({ pod }) => pod));

function* findDeafPorts(cluster: ClusterIndex): Iterable<DeafPort> {
  for (const object of cluster.ofKind('Service')) {
    const { type, selector = {}, ports = [] } = object.spec;
    if (type === 'ExternalName' || Object.keys(selector).length === 0) continue;
    const pods = cluster.selected(object.namespace ?? 'default', { matchLabels: selector });
    for (const [index, { port, targetPort: target = port, protocol = 'TCP' }] of ports.entries())
      for (const pod of pods.filter((it) => !listensOn(it, target, protocol)))
        yield { object, field: `spec.ports[${index}].targetPort`, pod, target, protocol };
  }
}

/** The ports of a container or a Service in a message: `3000 (http)`. */
export function portNames(
  ports: readonly { readonly name?: string; readonly port?: number; readonly containerPort?: number }[],
): string[] {
  return ports.map(({ name, port, containerPort = port }) => `${containerPort}${name ? ` (${name})` : ''}`);
}

/** The problem of a reference to a port of a Service, by number or name; undefined if the port exists. */
export function servicePortProblem(
  cluster: ClusterIndex,
  namespace: string,
  name: string,
  port: number | string | undefined,
): { readonly field: 'name' | 'port'; readonly problem: string } | undefined {
  const target = { kind: 'Service', namespace, name } as const;
  const service = cluster.find(target);
  if (service === undefined) return { field: 'name', problem: notFound(cluster, target) };
  const { ports = [], type, clusterIP, selector } = service.spec;
  // A Service of type ExternalName is an alias: its ports have no effect.
  if (port === undefined || ports.length === 0 || type === 'ExternalName') return undefined;
  if (ports.some((own) => own.port === port || own.name === port)) return undefined;
  // The name of a headless Service stands for the addresses of its pods, on all of their ports.
  const pods = clusterIP === 'None' && selector ? cluster.selected(namespace, { matchLabels: selector }) : [];
  if (pods.some((pod) => listensOn(pod, port))) return undefined;
  return {
    field: 'port',
    problem: `${objectName(target)} has no port ${port}: add it${orUse(portNames(ports))}`,
  };
}
