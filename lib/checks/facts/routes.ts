import type { IIngressBackend } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import type { BackendRef, HttpRouteMatch } from '../engine/gateway-kinds';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { type Attachment, attach, hostsOf, type Listener } from './listeners';

/** The controller that serves a route: by a class, and for Gateway API by a listener. */
export interface RouteServer {
  /** Undefined if the route names none. */
  readonly className: string | undefined;
  /** Undefined for an Ingress. */
  readonly listener?: Listener;
}

/** A route: the requests for a host and a path. */
export interface Route extends RouteServer {
  /** The object that states the route. */
  readonly object: KubeObject;
  /** The path of the route in the object: `spec.rules[0].http.paths[0]` or `spec.rules[0].matches[0]`. */
  readonly field: string;
  /** `*` for all hosts. */
  readonly host: string;
  /** Empty for a default backend. */
  readonly path: string;
  readonly pathType: string;
  /** The other conditions of the requests, as JSON. @default none */
  readonly conditions?: string;
}

/** A reference of a route to a Service. */
export interface Backend {
  readonly object: KubeObject;
  /** The path in the object of the field that has the fields `name` and `port`. */
  readonly field: string;
  /** The namespace of the Service. */
  readonly namespace: string;
  readonly name: string;
  /** The number or the name of the port. */
  readonly port: number | string | undefined;
  /** The controllers that connect to the Service. */
  readonly servers: readonly RouteServer[];
}

/** All routes of a cluster, of every kind of object that states routes. Rules read routes only here. */
export const routesOf = perCluster((cluster): readonly Route[] => [
  ...cluster.ofKind('Ingress').flatMap(ingressRoutes),
  ...cluster.ofKind('HTTPRoute').flatMap((object) => [...httpRoutes(cluster, object)]),
]);

/** All Services to which routes send requests, also copies of requests. */
export const backendsOf = perCluster((cluster): readonly Backend[] => [
  ...cluster.ofKind('Ingress').flatMap((object) => [...ingressBackends(object)]),
  ...cluster.ofKind('HTTPRoute').flatMap((object) => [...httpBackends(cluster, object)]),
]);

function ingressRoutes(object: KubeObject<'Ingress'>): Route[] {
  const { spec } = object;
  const origin = { object, className: spec.ingressClassName };
  const routes = (spec.rules ?? []).flatMap(({ host = '*', http }, rule) =>
    (http?.paths ?? []).map(({ path = '/', pathType = '' }, index): Route => {
      return { ...origin, field: `spec.rules[${rule}].http.paths[${index}]`, host, path, pathType };
    }),
  );
  if (spec.defaultBackend === undefined) return routes;
  return [...routes, { ...origin, field: 'spec.defaultBackend', host: '*', path: '', pathType: '' }];
}

function* ingressBackends(object: KubeObject<'Ingress'>): Iterable<Backend> {
  const { namespace = 'default', spec } = object;
  const servers = [{ className: spec.ingressClassName }];
  const backend = (at: IIngressBackend | undefined, field: string): Backend[] => {
    if (at?.service === undefined) return [];
    const { name, port } = at.service;
    const number = port?.number ?? port?.name;
    return [{ object, field: `${field}.service`, namespace, name, port: number, servers }];
  };
  for (const [rule, { http }] of (spec.rules ?? []).entries())
    for (const [index, path] of (http?.paths ?? []).entries())
      yield* backend(path.backend, `spec.rules[${rule}].http.paths[${index}].backend`);
  yield* backend(spec.defaultBackend, 'spec.defaultBackend');
}

/** A reference of an HTTPRoute to a Gateway or a ListenerSet. */
export interface ParentAttachment {
  /** The path of the reference: `spec.parentRefs[0]`. */
  readonly field: string;
  /** Undefined if the parent is unknown. */
  readonly attachment: Attachment | undefined;
}

/** The parents of each HTTPRoute. */
export const parentsOf = perCluster(
  (cluster): ReadonlyMap<KubeObject, readonly ParentAttachment[]> =>
    new Map(
      cluster.ofKind('HTTPRoute').map((object) => {
        const { namespace = 'default', spec } = object;
        const route = { namespace, hostnames: spec.hostnames ?? [] };
        const parents = (spec.parentRefs ?? []).map((ref, index) => {
          return { field: `spec.parentRefs[${index}]`, attachment: attach(cluster, ref, route) };
        });
        return [object, parents];
      }),
    ),
);

/** The listeners that serve an HTTPRoute. */
export function listenersOfRoute(cluster: ClusterIndex, object: KubeObject): Listener[] {
  const parents = parentsOf(cluster).get(object) ?? [];
  const listeners = parents.flatMap(({ attachment }) =>
    attachment !== undefined && 'listeners' in attachment ? attachment.listeners : [],
  );
  return [...new Set(listeners)];
}

function serverOf(listener: Listener): RouteServer {
  return { className: listener.gateway?.spec.gatewayClassName, listener };
}

function* httpRoutes(cluster: ClusterIndex, object: KubeObject<'HTTPRoute'>): Iterable<Route> {
  const { hostnames = [], rules = [] } = object.spec;
  for (const listener of listenersOfRoute(cluster, object))
    for (const host of new Set(hostsOf(hostnames, listener.host)))
      for (const [rule, { matches = [{}] }] of rules.entries())
        for (const [index, match] of matches.entries()) {
          const field = `spec.rules[${rule}].matches[${index}]`;
          yield { object, field, host, ...serverOf(listener), ...requestsOf(match) };
        }
}

/** The requests of a match, with Gateway API's defaults. */
function requestsOf({ path, ...rest }: HttpRouteMatch): Pick<Route, 'path' | 'pathType' | 'conditions'> {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const conditions = Object.entries(rest).sort(([a], [b]) => a.localeCompare(b));
  // A prefix matches whole elements: a slash at its end has no effect.
  const prefix = value.replace(/(?<=.)\/$/, '');
  return {
    path: type === 'PathPrefix' ? prefix : value,
    pathType: type,
    conditions: conditions.length === 0 ? undefined : JSON.stringify(conditions),
  };
}

function* httpBackends(cluster: ClusterIndex, object: KubeObject<'HTTPRoute'>): Iterable<Backend> {
  const { namespace: own = 'default', spec } = object;
  const servers = listenersOfRoute(cluster, object).map(serverOf);
  for (const { field, ref } of backendRefs(spec.rules ?? [])) {
    const { group = '', kind = 'Service', namespace = own, name = '', port } = ref;
    // A backend with the weight 0 receives no requests.
    if (group === '' && kind === 'Service')
      yield { object, field, namespace, name, port, servers: ref.weight === 0 ? [] : servers };
  }
}

/** The references of rules to backends, also of the copies of requests. */
export function* backendRefs(
  rules: NonNullable<KubeObject<'HTTPRoute'>['spec']['rules']>,
): Iterable<{ readonly field: string; readonly ref: BackendRef }> {
  for (const [index, { backendRefs: refs = [], filters = [] }] of rules.entries()) {
    const at = `spec.rules[${index}]`;
    for (const [number, { filters: own = [], ...ref }] of refs.entries()) {
      yield { field: `${at}.backendRefs[${number}]`, ref };
      yield* mirrors(own, `${at}.backendRefs[${number}]`);
    }
    yield* mirrors(filters, at);
  }
}

function* mirrors(
  filters: readonly { readonly requestMirror?: { readonly backendRef?: BackendRef } }[],
  at: string,
): Iterable<{ readonly field: string; readonly ref: BackendRef }> {
  for (const [index, { requestMirror }] of filters.entries()) {
    const ref = requestMirror?.backendRef;
    if (ref) yield { field: `${at}.filters[${index}].requestMirror.backendRef`, ref };
  }
}
