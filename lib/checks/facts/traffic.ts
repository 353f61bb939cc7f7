import type { ConnectionEnd } from '../engine/cluster-facts';
import type { ClusterIndex } from '../engine/cluster-index';
import { type KubeObject, specOf } from '../engine/kube-object';
import { podReferences } from './pod-references';
import type { Address, Pod } from './policy-world';
import { routesOf } from './routes';
import { servicePorts } from './service';
import { type ServiceHost, serviceHosts } from './service-hosts';
import type { Workload } from './workload';

/** A connection that something in the cluster relies on. */
export interface Reliance {
  readonly from: Pod | Address;
  readonly to: Pod;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** What relies on it. */
  readonly object: KubeObject | undefined;
  readonly field: string;
}

/** Pods of a template, as policies see them. */
export function podOf({ namespace, labels, pod, object }: Workload): Pod {
  return { namespace, labels, name: object.name, ports: pod.containers.flatMap(({ ports = [] }) => ports) };
}

/** The namespaces of one end of a connection. */
export function namespacesOf(cluster: ClusterIndex, { namespaces }: ConnectionEnd): readonly string[] {
  return cluster.namespacesWith(namespaces.selector);
}

/** What every Ingress and every address of a Service relies on. */
export function* reliances(cluster: ClusterIndex): Iterable<Reliance> {
  const controllers = controllersOf(cluster);
  for (const object of cluster.ofKind('Ingress')) {
    const { ingressClassName } = specOf<{ ingressClassName: string }>(object);
    const managed = cluster.facts.provider.ingressControllers.filter(
      (it) => it.className === ingressClassName,
    );
    const sources = managed.length > 0 ? managed : controllers;
    for (const { backend, field } of routesOf(object)) {
      const { name = '', port } = backend.service ?? {};
      for (const target of targets(cluster, object.namespace ?? 'default', name, port?.number ?? port?.name))
        for (const from of sources) yield { from, ...target, object, field: `${field}.backend` };
    }
  }
  const readers = readersOf(cluster);
  for (const host of serviceHosts(cluster)) {
    const { namespace, name, port, object, field } = host;
    if (cluster.isForeign(namespace)) continue;
    for (const target of targets(cluster, namespace, name, port))
      for (const source of sourcesOf(host, readers)) {
        // A program is told its own address as well, to give it to others.
        const isItself = source.object.name === target.to.name && source.namespace === namespace;
        if (!isItself) yield { from: podOf(source), ...target, object, field };
      }
  }
}

/** The pods of the cluster's own ingress controller; on the host's network they count as their node's address. */
function controllersOf(cluster: ClusterIndex): (Pod | Address)[] {
  const found = cluster.workloads.filter(({ pod }) =>
    pod.containers.some(({ image }) => image?.includes('ingress-nginx/controller')),
  );
  const [range = '10.0.0.0/32'] = cluster.facts.network.nodeCidrs;
  return found.map((workload) => (workload.pod.hostNetwork ? (range.split('/')[0] ?? '') : podOf(workload)));
}

/** The pods behind a Service's port, with the number on which they listen. */
function* targets(
  cluster: ClusterIndex,
  namespace: string,
  name: string,
  wanted: number | string | undefined,
): Iterable<Pick<Reliance, 'to' | 'port' | 'protocol'>> {
  const service = cluster.find('Service', namespace, name);
  if (service === undefined) return;
  const ports = servicePorts(service);
  const port = wanted === undefined ? ports[0] : ports.find((it) => it.port === wanted || it.name === wanted);
  const { selector } = specOf<{ selector: Record<string, string> }>(service);
  if (port === undefined || selector === undefined) return;
  const protocol = port.protocol === 'UDP' ? 'UDP' : 'TCP';
  const target = port.targetPort ?? port.port;
  for (const workload of cluster.selected(namespace, { matchLabels: selector })) {
    const to = podOf(workload);
    const number =
      typeof target === 'number' ? target : to.ports?.find((it) => it.name === target)?.containerPort;
    if (number !== undefined) yield { to, port: number, protocol };
  }
}

/** Which pods read which ConfigMap, by `namespace/name`. */
function readersOf(cluster: ClusterIndex): Map<string, Workload[]> {
  const readers = new Map<string, Workload[]>();
  for (const workload of cluster.workloads) {
    for (const { kind, name } of podReferences(workload)) {
      if (kind !== 'ConfigMap') continue;
      const key = `${workload.namespace}/${name}`;
      const others = readers.get(key) ?? [];
      readers.set(key, others);
      if (!others.includes(workload)) others.push(workload);
    }
  }
  return readers;
}

function sourcesOf(
  { workload, object }: ServiceHost,
  readers: ReadonlyMap<string, Workload[]>,
): readonly Workload[] {
  return workload ? [workload] : (readers.get(`${object.namespace}/${object.name}`) ?? []);
}
