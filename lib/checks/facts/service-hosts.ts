import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { containersOf, type Workload } from './workload';

/** A Service's address as some text has it. */
export interface ServiceHost {
  readonly object: KubeObject;
  readonly field: string;
  /** As it stands there, such as `api.shop.svc.cluster.local:3000`. */
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  /** The pods that have it in their environment or arguments; undefined for a ConfigMap's. */
  readonly workload: Workload | undefined;
}

/** `name.namespace.svc`, with a cluster domain and a port or without; a name made of a variable is left alone. */
const FULL =
  /(?<![$}\w-])(?:[a-z0-9-]+\.)*?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?![\w-])(?::(\d{1,5})(?!\d))?/g;

/** The host of a URL, which names a Service of the pod's own namespace where it has no dot. */
const SHORT_URL = /^[a-z][a-z0-9+]*:\/\/(?:[^@/\s]*@)?([a-z][a-z0-9-]*)(?::(\d{1,5}))?(?:[/?]|$)/;

/** What a variable is called that holds a host alone. */
const HOST_VARIABLE = /_(HOST|HOSTNAME|ADDR|ADDRESS)$/;

/** All addresses of Services that pods and ConfigMaps hold. */
export function* serviceHosts(cluster: ClusterIndex): Iterable<ServiceHost> {
  for (const workload of cluster.workloads) {
    for (const { container, field } of containersOf(workload)) {
      for (const [index, { name, value }] of (container.env ?? []).entries()) {
        if (value !== undefined)
          yield* inText(workload.object, `${field}.env[${index}].value`, value, workload, name);
      }
      for (const kind of ['command', 'args'] as const) {
        for (const [index, value] of (container[kind] ?? []).entries())
          yield* inText(workload.object, `${field}.${kind}[${index}]`, value, workload);
      }
    }
  }
  for (const object of cluster.ofKind('ConfigMap')) {
    const { data = {} } = object.json as { data?: Record<string, string> };
    for (const [key, value] of Object.entries(data))
      yield* inText(object, `data["${key}"]`, value, undefined);
  }
}

function* inText(
  object: KubeObject,
  field: string,
  text: string,
  workload: Workload | undefined,
  variable = '',
): Iterable<ServiceHost> {
  if (text.includes('.svc')) {
    for (const [host, name = '', namespace = '', port] of text.matchAll(FULL))
      yield { object, field, host, namespace, name, port: port ? Number(port) : undefined, workload };
    return;
  }
  if (workload === undefined) return;
  const { namespace } = workload;
  const [, name, port] = SHORT_URL.exec(text) ?? [];
  const short = name ?? (HOST_VARIABLE.test(variable) && /^[a-z][a-z0-9-]*$/.test(text) ? text : undefined);
  if (short !== undefined && short !== 'localhost')
    yield {
      object,
      field,
      host: text,
      namespace,
      name: short,
      port: port ? Number(port) : undefined,
      workload,
    };
}
