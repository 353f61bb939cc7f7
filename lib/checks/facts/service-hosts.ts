import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import type { Workload } from './workload';

/** An address of a Service in a text. */
export interface ServiceHost {
  readonly object: KubeObject;
  readonly field: string;
  /** The address as written, such as `api.shop.svc.cluster.local:3000`. */
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  /** The pods with the address in their environment or arguments; undefined for an address in a ConfigMap. */
  readonly workload: Workload | undefined;
}

/** `name.namespace.svc`, with an optional cluster domain and port. A name that contains a variable does not match. */
const FULL =
  /(?<![$}\w-])(?:[a-z0-9-]+\.)*?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?![\w-])(?::(\d{1,5})(?!\d))?/g;

/** The host of a URL. Without a dot, it is a Service in the namespace of the pod. */
const SHORT_URL = /^[a-z][a-z0-9+]*:\/\/(?:[^@/\s]*@)?([a-z][a-z0-9-]*)(?::(\d{1,5}))?(?:[/?]|$)/;

/** The name of an environment variable whose whole value is a host. */
const HOST_VARIABLE = /_(HOST|HOSTNAME|ADDR|ADDRESS)$/;

/** All addresses of Services in the environment and the arguments of pods, and in ConfigMaps. */
export function* serviceHosts(cluster: ClusterIndex): Iterable<ServiceHost> {
  for (const { object, workload, container, field } of cluster.containers) {
    for (const [index, { name, value = '' }] of (container.env ?? []).entries())
      yield* inText(object, `${field}.env[${index}].value`, value, workload, name);
    for (const kind of ['command', 'args'] as const) {
      for (const [index, value] of (container[kind] ?? []).entries())
        yield* inText(object, `${field}.${kind}[${index}]`, value, workload);
    }
  }
  for (const object of cluster.ofKind('ConfigMap')) {
    for (const [key, value] of Object.entries(object.json.data ?? {}))
      yield* inText(object, `data["${key}"]`, value);
  }
}

function* inText(
  object: KubeObject,
  field: string,
  text: string,
  workload?: Workload,
  variable = '',
): Iterable<ServiceHost> {
  const at = { object, field, workload };
  if (text.includes('.svc')) {
    for (const [host, name = '', namespace = '', port] of text.matchAll(FULL))
      yield { ...at, host, namespace, name, port: port ? Number(port) : undefined };
    return;
  }
  if (workload === undefined) return;
  const { namespace } = workload;
  const [, host, port] = SHORT_URL.exec(text) ?? [];
  const name = host ?? (HOST_VARIABLE.test(variable) && /^[a-z][a-z0-9-]*$/.test(text) ? text : 'localhost');
  if (name !== 'localhost')
    yield { ...at, host: text, namespace, name, port: port ? Number(port) : undefined };
}
