import type { IContainerPort } from 'kubernetes-models/v1';
import type { ClusterIndex } from '../engine/cluster-index';
import { objectName, orUse } from '../engine/finding';
import { notFound } from './references';
import type { Workload } from './workload';

/** The ports that the containers of a pod declare. */
export function containerPorts({ pod }: Workload): IContainerPort[] {
  return pod.containers.flatMap(({ ports = [] }) => ports);
}

/** Whether a container of a pod declares a port, by number or by name. */
export function listensOn(workload: Workload, target: number | string, protocol = 'TCP'): boolean {
  return containerPorts(workload).some(
    (port) => (port.protocol ?? 'TCP') === protocol && [port.containerPort, port.name].includes(target),
  );
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
  const { ports = [] } = service.spec;
  // A Service of type ExternalName has no ports of its own.
  if (port === undefined || ports.length === 0) return undefined;
  if (ports.some((own) => own.port === port || own.name === port)) return undefined;
  return {
    field: 'port',
    problem: `${objectName(target)} has no port ${port}: add it${orUse(portNames(ports))}`,
  };
}
