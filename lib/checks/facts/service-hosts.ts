import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { type Address, addressesIn, addressesOf, fullNames } from './addresses';
import { environmentOf, expand } from './environment';
import { flagOf, openFlag } from './flags';
import { containerPorts } from './ports';
import type { PodContainer, Workload } from './workload';

/** An address of a Service in a text. */
export interface ServiceHost {
  readonly object: KubeObject;
  readonly field: string;
  /** The address as written, such as `api.shop.svc.cluster.local:3000`. */
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  /** The place of the port, if a variable of its own states it. */
  readonly portAt?: Place;
  /** Whether other variables state parts of the address. */
  readonly isComposed: boolean;
  /** The pods with the address in their environment or arguments; undefined for an address in a ConfigMap. */
  readonly workload: Workload | undefined;
}

interface Place {
  readonly object: KubeObject;
  readonly field: string;
}

/** A value with a name: a variable, or a flag. */
interface Setting extends Place {
  readonly name: string;
  readonly text: string;
  readonly isComposed: boolean;
}

/** The name of a setting whose whole value is a host, and the part of it that a port has instead. */
const HOST_SETTING = /^(.*?)(HOST_?NAME|HOST|ADDR|ADDRESS|SERVER)$/i;

/** The name of a setting whose value can only be a host. */
const HOST_VARIABLE = /_(HOST|HOSTNAME|ADDR|ADDRESS)$/;

/** The name of a setting with one or more addresses. */
const ADDRESS_SETTING =
  /(HOST|HOST_?NAME|ADDR|ADDRESS|SERVER|BROKER|ENDPOINT|NODE|SEED|PEER|UPSTREAM|BACKEND|TARGET|UR[IL]|DSN|SENTINEL|MASTER|PRIMARY|REPLICA|PROXY)(E?S)?$/i;

/** The name of a setting with a host of the pod itself. */
const OWN_HOST = /(^|[_.-])(LISTEN|BIND|NODE|POD)[_.-]/i;

/** The name of a setting with hosts as clients outside the cluster see them, or with hosts that are never called. */
const OF_CLIENTS = /(^|[_.-])(TRUST|TRUSTED|ALLOWED|NO|ORIGIN|CORS|PUBLIC|EXTERNAL|ADVERTISED?)[_.-]/i;

/** A command that waits for an address in its arguments. */
const WAITS = /wait|dockerize/;

/** A switch in place of a host. */
const SWITCH = /^(localhost|true|false|yes|no|on|off|all|any|none|null|auto|default|enabled|disabled)$/;

/** All addresses of Services in the environment and the arguments of pods, and in ConfigMaps. */
export const serviceHosts = perCluster((cluster): readonly ServiceHost[] => [
  ...cluster.containers.flatMap((container) => [...inContainer(cluster, container)]),
  ...cluster.ofKind('ConfigMap').flatMap((object) => [...inConfigMap(cluster, object)]),
]);

function* inContainer(cluster: ClusterIndex, owner: PodContainer): Iterable<ServiceHost> {
  const { workload } = owner;
  const settings = [...environmentOf(cluster, owner).variables.values(), ...argumentsOf(cluster, owner)];
  const byName = new Map(settings.map((setting) => [setting.name, setting]));
  for (const setting of settings) {
    const { object, field, isComposed, name, text } = setting;
    const isAddress = ADDRESS_SETTING.test(name) && !isOfOthers(name);
    const full = [...fullNames(text)];
    const isScript = name === '' && /\s/.test(text);
    const others = isScript ? addressesIn(text) : addressesOf(text, isAddress);
    for (const address of full.length > 0 ? full : others) {
      const portAt = address.port === undefined ? portSetting(workload, setting, byName) : undefined;
      const port = portAt ? Number(portAt.text) : address.port;
      const service = serviceOf(cluster, workload, { ...address, port }, isScript ? undefined : name);
      if (service === undefined) continue;
      const found = { object, field, isComposed, workload, host: address.text, ...service };
      yield portAt && isItself(cluster, workload, service)
        ? { ...found, port: undefined }
        : { ...found, port, portAt };
    }
  }
}

/** The arguments of a container; a flag and its value are one, whether `=` or a space is between them. */
function argumentsOf(cluster: ClusterIndex, owner: PodContainer): Setting[] {
  const { object, container, field } = owner;
  const { variables } = environmentOf(cluster, owner);
  const { command = [], args = [] } = container;
  const all = [
    ...command.map((value, index) => ({ value, at: `command[${index}]` })),
    ...args.map((value, index) => ({ value, at: `args[${index}]` })),
  ];
  const waits = all.some(({ value }) => !/\s/.test(value) && WAITS.test(value));
  return all.map(({ value, at }, index) => {
    const { text } = expand(value, variables);
    const flag = flagOf(text);
    const before = openFlag(all[index - 1]?.value) ?? (waits ? 'target' : '');
    const [name, own] =
      flag?.value === undefined ? [/\s/.test(text) ? '' : before, text] : [flag.name, flag.value];
    return { object, field: `${field}.${at}`, name, text: own, isComposed: text !== value };
  });
}

function* inConfigMap(cluster: ClusterIndex, object: KubeObject<'ConfigMap'>): Iterable<ServiceHost> {
  const { namespace = 'default' } = object;
  for (const [key, text] of Object.entries(object.json.data ?? {})) {
    const at = { object, field: `data["${key}"]`, isComposed: false, workload: undefined };
    for (const address of [...fullNames(text), ...addressesIn(text)]) {
      // Whether the value of a variable is an address depends on its name.
      if (!address.isCertain && address.labels.length === 1 && /^[A-Z0-9_]+$/.test(key)) continue;
      const isShort = address.labels.length === 1;
      const service = (isShort ? knownService : dottedService)(cluster, namespace, address);
      if (service) yield { ...at, host: address.text, port: address.port, ...service };
    }
  }
}

type ServiceName = Pick<ServiceHost, 'namespace' | 'name'>;

/**
 * The Service of an address in the configuration of a pod; undefined for a host outside the cluster.
 *
 * @param setting the name of the variable or the flag; undefined in a script
 */
function serviceOf(
  cluster: ClusterIndex,
  workload: Workload,
  address: Address,
  setting: string | undefined,
): ServiceName | undefined {
  const { labels, isCertain, isFull, text } = address;
  const { namespace } = workload;
  const [name = ''] = labels;
  if (isFull) return dottedService(cluster, namespace, address);
  if (!resolvesServices(workload, labels.join('.'))) return undefined;
  if (labels.length > 1) return dottedService(cluster, namespace, address);
  if (SWITCH.test(name)) return undefined;
  const isUrl = text.includes('://') && !OF_CLIENTS.test(setting ?? '');
  const isHost = setting !== undefined && HOST_VARIABLE.test(setting) && !isOfOthers(setting);
  // The name of a Service that does not exist is an address only if nothing else is possible.
  if (isUrl || isHost) return { namespace, name };
  return isCertain || setting === undefined ? knownService(cluster, namespace, address) : undefined;
}

/** Whether the host of a setting is no address to which the program connects. */
function isOfOthers(name: string): boolean {
  return OWN_HOST.test(name) || OF_CLIENTS.test(name);
}

/** The Service of an address without a dot. Without a scheme, `redis:7` and `web:80` may be an image and a weight. */
function knownService(
  cluster: ClusterIndex,
  namespace: string,
  { labels: [name = ''], port = 0, text }: Address,
): ServiceName | undefined {
  if (cluster.find({ kind: 'Service', namespace, name }) === undefined) return undefined;
  return text.includes('://') || port >= 1024 ? { namespace, name } : undefined;
}

/**
 * The Service of an address with dots: `name.namespace`, or a pod of a headless Service. A name that is not found may be
 * that of a public host, because namespaces such as `shop` and `dev` are top-level domains, too.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
function dottedService(
  cluster: ClusterIndex,
  own: string,
  { labels: [first = '', second = '', third], port = 0, isCertain, isFull }: Address,
): ServiceName | undefined {
  const service = { namespace: second, name: first };
  const find = (name: ServiceName) => cluster.find({ kind: 'Service', ...name });
  if (isFull || (third === undefined && find(service))) return service;
  const parent = { namespace: third ?? own, name: second };
  if (find(parent)?.spec.clusterIP === 'None') return parent;
  const isNamespace = third === undefined && cluster.find({ kind: 'Namespace', name: second }) !== undefined;
  return isNamespace && isCertain && (second.includes('-') || port >= 1024) ? service : undefined;
}

/** The setting beside a host that states the port: DB_PORT beside DB_HOST. */
function portSetting(
  workload: Workload,
  { name, text }: Setting,
  settings: ReadonlyMap<string, Setting>,
): Setting | undefined {
  const [, prefix = '', suffix] = HOST_SETTING.exec(name) ?? [];
  if (suffix === undefined || /[:/,;]/.test(text)) return undefined;
  const setting = settings.get(`${prefix}${suffix === suffix.toLowerCase() ? 'port' : 'PORT'}`);
  if (setting === undefined || !/^\d{1,5}$/.test(setting.text)) return undefined;
  // It may be the port of the program itself, such as SERVER_PORT.
  const isOwn = containerPorts(workload).some(({ containerPort }) => containerPort === Number(setting.text));
  return isOwn ? undefined : setting;
}

/** Whether a Service selects the pods that name it: SERVER_HOST and SERVER_PORT may be those of the program itself. */
function isItself(cluster: ClusterIndex, workload: Workload, { namespace, name }: ServiceName): boolean {
  const { selector } = cluster.find({ kind: 'Service', namespace, name })?.spec ?? {};
  if (selector === undefined || namespace !== workload.namespace) return false;
  return cluster.selected(namespace, { matchLabels: selector }).includes(workload);
}

/** Whether a pod looks up a name among the Services of the cluster. */
function resolvesServices({ pod }: Workload, name: string): boolean {
  const { hostAliases = [], dnsConfig, dnsPolicy = 'ClusterFirst', hostname, hostNetwork } = pod;
  const isOwn = name === hostname || hostAliases.some(({ hostnames = [] }) => hostnames.includes(name));
  // On the host network, ClusterFirst means the DNS of the node.
  const isClusterFirst = dnsPolicy === (hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst');
  return (
    !isOwn && !dnsConfig?.searches?.length && (isClusterFirst || dnsPolicy === 'ClusterFirstWithHostNet')
  );
}
