import { isInComment } from '../../kube/secret-text';
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

/**
 * `name.namespace.svc`, with an optional cluster domain and port. A name that contains a variable does not match, and
 * neither does a host outside the cluster, such as `api.vendor.svc.example.com`.
 */
const FULL =
  /(?<![$}\w-])(?:[a-z0-9-]+\.)*?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?(?![\w-]|\.[a-z0-9])(?::(\d{1,5})(?!\d))?/g;

/** The host of a URL. Without a dot, it is a Service in the namespace of the pod. */
const SHORT_URL =
  /^(?:jdbc:)?([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:\/\/(?:[^@/\s]*@)?([a-z][a-z0-9-]*)(?::(\d{1,5}))?(?:[/?]|$)/;

/** The schemes of URLs whose first part is not a host: a bucket, a file, an image, the key of a secret store. */
const NO_HOST =
  /^(s3|s3a|s3n|gs|gcs|az|azblob|abfss?|wasbs?|oss|cos|swift|b2|file|unix|npipe|fd|data|docker|oci|containerd|image|vault|op|awssm|ssm|azurekeyvault|secret|env|mem|memory|sqlite3?|app|dns|consul)$/;

/** The name of an environment variable whose whole value is a host. */
const HOST_VARIABLE = /_(HOST|HOSTNAME|ADDR|ADDRESS)$/;

/** The name of a variable with a host of the pod itself. */
const OWN_HOST = /(^|_)(LISTEN|BIND|NODE|POD|TRUST|TRUSTED)_/;

/** A switch in place of a host. */
const SWITCH = /^(localhost|true|false|yes|no|on|off|all|any|none|null|auto|default|enabled|disabled)$/;

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
    for (const { 0: host, 1: name = '', 2: namespace = '', 3: port, index } of text.matchAll(FULL))
      if (!isInComment(text, index))
        yield { ...at, host, namespace, name, port: port ? Number(port) : undefined };
    return;
  }
  if (workload === undefined) return;
  const [name, port] = shortHost(variable, text);
  if (name === undefined || SWITCH.test(name) || !isServiceName(workload, name)) return;
  // Messages show the address, and never the password of a URL.
  const shown = text.replace(/\/\/[^@/\s]*@/, '//');
  yield { ...at, host: shown, namespace: workload.namespace, name, port: port ? Number(port) : undefined };
}

function shortHost(variable: string, text: string): (string | undefined)[] {
  const [, scheme = '', host, port] = SHORT_URL.exec(text) ?? [];
  if (host !== undefined) return NO_HOST.test(scheme) ? [] : [host, port];
  const isHost = HOST_VARIABLE.test(variable) && !OWN_HOST.test(variable) && /^[a-z][a-z0-9-]*$/.test(text);
  return isHost ? [text] : [];
}

/** Whether a pod looks up a name without a dot among the Services of its namespace. */
function isServiceName({ pod }: Workload, name: string): boolean {
  const { hostAliases = [], dnsConfig, dnsPolicy = 'ClusterFirst', hostname } = pod;
  const isOwn = name === hostname || hostAliases.some(({ hostnames = [] }) => hostnames.includes(name));
  return !isOwn && !dnsConfig?.searches?.length && dnsPolicy.startsWith('ClusterFirst');
}
