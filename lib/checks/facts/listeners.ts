import { intersection } from '../../kube/hostnames';
import { selects } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import { list, objectName, orUse } from '../engine/finding';
import type { AdmittedNamespaces, ListenerSpec, ObjectRef, ParentRef } from '../engine/gateway-kinds';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';

export const GATEWAY_API = 'gateway.networking.k8s.io';

/** An object with listeners. */
export type ListenerOwner = KubeObject<'Gateway'> | KubeObject<'ListenerSet'>;

/** A port of a Gateway, which the Gateway or one of its ListenerSets states. */
export interface Listener {
  readonly object: ListenerOwner;
  /** The path of the listener in the object: `spec.listeners[0]`. */
  readonly field: string;
  /** The Gateway that serves it; undefined if it is unknown. */
  readonly gateway: KubeObject<'Gateway'> | undefined;
  /** `*` for all hosts. */
  readonly host: string;
  readonly spec: ListenerSpec;
}

/** The listeners of each Gateway and each ListenerSet. */
export const listenersOf = perCluster((cluster): ReadonlyMap<ListenerOwner, readonly Listener[]> => {
  const owners: readonly ListenerOwner[] = [...cluster.ofKind('Gateway'), ...cluster.ofKind('ListenerSet')];
  return new Map(
    owners.map((object) => {
      const gateway = gatewayOf(cluster, object);
      const listeners = (object.spec.listeners ?? []).map((spec, index): Listener => {
        const host = spec.hostname || '*';
        return { object, field: `spec.listeners[${index}]`, gateway, host, spec };
      });
      return [object, listeners];
    }),
  );
});

/** All listeners of a cluster. */
export function allListeners(cluster: ClusterIndex): Listener[] {
  return [...listenersOf(cluster).values()].flat();
}

/** The listeners of each Gateway, also those of its ListenerSets. */
export const listenersOfGateway = perCluster((cluster) =>
  groupBy(allListeners(cluster), ({ gateway }) => gateway),
);

/** The Gateway with the listeners of an object; undefined if a ListenerSet names one that is unknown. */
export function gatewayOf(cluster: ClusterIndex, object: ListenerOwner): KubeObject<'Gateway'> | undefined {
  if (isGateway(object)) return object;
  const { name = '', namespace = object.namespace } = object.spec.parentRef ?? {};
  return cluster.find({ kind: 'Gateway', namespace, name });
}

function isGateway(object: ListenerOwner): object is KubeObject<'Gateway'> {
  return object.kind === 'Gateway';
}

/** The Gateway or the ListenerSet that a reference names; undefined if it does not exist, or is of another kind. */
export function ownerOf(
  cluster: ClusterIndex,
  { group = GATEWAY_API, kind = 'Gateway', namespace, name = '' }: ObjectRef,
  ownNamespace: string,
): ListenerOwner | undefined {
  if (group !== GATEWAY_API) return undefined;
  const target = { namespace: namespace ?? ownNamespace, name };
  if (kind === 'Gateway') return cluster.find({ kind: 'Gateway', ...target });
  return kind === 'ListenerSet' ? cluster.find({ kind: 'ListenerSet', ...target }) : undefined;
}

/** A route, as far as its attachment depends on it. */
export interface AttachedRoute {
  readonly namespace: string;
  /** Empty for the hosts of the listener. */
  readonly hostnames: readonly string[];
}

/** The reason why no listener of a parent accepts a route. */
export interface Refusal {
  /** The field of the parent reference; undefined for the reference itself. */
  readonly field?: 'sectionName' | 'port';
  readonly value?: unknown;
  readonly problem: string;
}

/** The listeners that accept a route, or the reason why none of them does. */
export type Attachment = { readonly listeners: readonly Listener[] } | { readonly refusal: Refusal };

/**
 * The listeners of a parent that accept an HTTPRoute; undefined if the parent is unknown.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways
 */
export function attach(cluster: ClusterIndex, ref: ParentRef, route: AttachedRoute): Attachment | undefined {
  const owner = ownerOf(cluster, ref, route.namespace);
  if (owner === undefined) return undefined;
  const parent = objectName(owner);
  let listeners = listenersOf(cluster).get(owner) ?? [];
  for (const { accepts, refusal } of CONDITIONS) {
    const accepting = listeners.filter((listener) => accepts(listener, { cluster, ref, route }));
    if (accepting.length === 0) return { refusal: refusal(listeners, parent, { cluster, ref, route }) };
    listeners = accepting;
  }
  return { listeners };
}

interface Request {
  readonly cluster: ClusterIndex;
  readonly ref: ParentRef;
  readonly route: AttachedRoute;
}

interface Condition {
  readonly accepts: (listener: Listener, request: Request) => boolean;
  readonly refusal: (listeners: readonly Listener[], parent: string, request: Request) => Refusal;
}

/** The conditions of an attachment, in the order in which they are reported. */
const CONDITIONS: readonly Condition[] = [
  {
    accepts: ({ spec }, { ref }) => ref.sectionName === undefined || spec.name === ref.sectionName,
    refusal: (listeners, parent, { ref }) => ({
      field: 'sectionName',
      value: ref.sectionName,
      problem: `${parent} has no listener of this name: add it${orUse(listeners.flatMap(({ spec }) => spec.name ?? []))}`,
    }),
  },
  {
    accepts: ({ spec }, { ref }) => ref.port === undefined || spec.port === ref.port,
    refusal: (listeners, parent, { ref }) => ({
      field: 'port',
      value: ref.port,
      problem: `${parent} has no listener on this port: correct it${orUse(listeners.map(({ spec }) => `${spec.port}`))}`,
    }),
  },
  {
    accepts: ({ spec }) => admitsHttpRoutes(spec),
    refusal: (_, parent) => ({
      problem: `the listeners of ${parent} accept no HTTPRoutes: use protocol HTTP or HTTPS, and add the kind to allowedRoutes`,
    }),
  },
  {
    accepts: ({ object, spec }, { cluster, route }) =>
      admitsNamespace(cluster, spec.allowedRoutes?.namespaces, object, route.namespace, 'Same'),
    refusal: (_, parent, { route }) => ({
      problem: `the listeners of ${parent} accept no routes of namespace ${route.namespace}: admit it in allowedRoutes.namespaces`,
    }),
  },
  {
    accepts: ({ host }, { route }) => hostsOf(route.hostnames, host).length > 0,
    refusal: (listeners, parent, { route }) => ({
      problem: `${parent} serves ${list(listeners.map(({ host }) => host))}, and none of the host names ${list(route.hostnames)}: correct hostnames, or add a listener`,
    }),
  },
];

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes */
function admitsHttpRoutes({ protocol = 'HTTP', allowedRoutes }: ListenerSpec): boolean {
  const { kinds = [] } = allowedRoutes ?? {};
  return /^HTTPS?$/.test(protocol) && (kinds.length === 0 || kinds.some(({ kind }) => kind === 'HTTPRoute'));
}

/** Whether an object admits those of a namespace. The rule `namespace` reports a namespace that does not exist. */
export function admitsNamespace(
  cluster: ClusterIndex,
  { from, selector = {} }: AdmittedNamespaces = {},
  { namespace: own }: KubeObject,
  namespace: string,
  fallback: 'Same' | 'None',
): boolean {
  const mode = from ?? fallback;
  if (mode === 'All') return true;
  if (mode === 'Same') return own === namespace;
  const labels = cluster.namespaceLabels(namespace);
  return mode === 'Selector' && (labels === undefined || selects(selector, labels));
}

/** The hosts of a route that a listener serves. */
export function hostsOf(hostnames: readonly string[], host: string): string[] {
  if (hostnames.length === 0) return [host];
  return hostnames.flatMap((own) => intersection(own, host) ?? []);
}
