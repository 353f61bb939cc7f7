import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Workload } from './workload';

/** Whether a container of a pod declares a port, by number or by name. */
export function listensOn({ pod }: Workload, target: number | string, protocol = 'TCP'): boolean {
  return pod.containers.some(({ ports = [] }) =>
    ports.some(
      (port) =>
        (port.protocol ?? 'TCP') === protocol &&
        (typeof target === 'number' ? port.containerPort === target : port.name === target),
    ),
  );
}

/** The ports that a pod's containers declare, for messages: `3000 (http)`. */
export function portsOf({ pod }: Workload): string[] {
  return pod.containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, name }) => `${containerPort}${name === undefined ? '' : ` (${name})`}`),
  );
}

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
}

/** A Service's ports. */
export function servicePorts(service: KubeObject): readonly ServicePort[] {
  return specOf<{ ports: readonly ServicePort[] }>(service).ports ?? [];
}

/** Why a namespace has no Service with a port, by number or name; undefined where it has one. */
export function serviceProblem(
  cluster: ClusterIndex,
  namespace: string,
  name: string,
  port: number | string | undefined,
): { what: 'name' | 'port'; known: string[] } | undefined {
  const service = cluster.find('Service', namespace, name);
  if (service === undefined) return { what: 'name', known: cluster.names('Service', namespace) };
  const ports = servicePorts(service);
  // A Service without ports of its own (ExternalName) says nothing of them.
  if (port === undefined || ports.length === 0) return undefined;
  const found = ports.some((own) => (typeof port === 'number' ? own.port === port : own.name === port));
  if (found) return undefined;
  return { what: 'port', known: ports.map((own) => `${own.port}${own.name ? ` (${own.name})` : ''}`) };
}
