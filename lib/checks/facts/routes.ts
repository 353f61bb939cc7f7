import type { IIngressBackend } from 'kubernetes-models/networking.k8s.io/v1';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';

/** A route: the requests for a host and a path go to a Service. */
export interface Route {
  /** The object that states the route. */
  readonly object: KubeObject;
  /** The path of the route in the object: `spec.rules[0].http.paths[0]`. */
  readonly field: string;
  /** The namespace of the object and of the Service. */
  readonly namespace: string;
  /** The class, by which a controller is selected. */
  readonly className: string | undefined;
  /** `*` for all hosts. */
  readonly host: string;
  /** Empty for a default backend. */
  readonly path: string;
  readonly pathType: string;
  /** Undefined if the backend is not a Service. */
  readonly service: RouteService | undefined;
}

/** The Service of a route. */
export interface RouteService {
  readonly name: string;
  /** The number or the name of the port. */
  readonly port: number | string | undefined;
  /** The path in the object of the field that has the fields `name` and `port`. */
  readonly field: string;
}

/** All routes of a cluster, of every kind of object that states routes. Rules read routes only here. */
export const routesOf = perCluster((cluster): readonly Route[] =>
  cluster.ofKind('Ingress').flatMap(ingressRoutes),
);

function ingressRoutes(object: KubeObject<'Ingress'>): Route[] {
  const { namespace = 'default', spec } = object;
  const origin = { object, namespace, className: spec.ingressClassName };
  const routes = (spec.rules ?? []).flatMap(({ host = '*', http }, rule) =>
    (http?.paths ?? []).map(({ path = '/', pathType = '', backend }, index) => {
      const field = `spec.rules[${rule}].http.paths[${index}]`;
      return { ...origin, field, host, path, pathType, service: serviceOf(backend, `${field}.backend`) };
    }),
  );
  if (spec.defaultBackend === undefined) return routes;
  const field = 'spec.defaultBackend';
  const service = serviceOf(spec.defaultBackend, field);
  return [...routes, { ...origin, field, host: '*', path: '', pathType: '', service }];
}

function serviceOf(backend: IIngressBackend | undefined, field: string): RouteService | undefined {
  if (backend?.service === undefined) return undefined;
  const { name, port } = backend.service;
  return { name, port: port?.number ?? port?.name, field: `${field}.service` };
}
