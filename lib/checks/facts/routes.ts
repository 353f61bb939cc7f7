import type { IIngressBackend } from 'kubernetes-models/networking.k8s.io/v1';
import type { KubeObject } from '../engine/kube-object';

/** A route of an Ingress. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly backend: IIngressBackend | undefined;
  /** The path of the route in the object: `spec.rules[0].http.paths[0]`. */
  readonly field: string;
}

/** The routes of an Ingress, in their order. The default backend is not among them. */
export function routesOf({ spec: { rules = [] } }: KubeObject<'Ingress'>): Route[] {
  return rules.flatMap(({ host = '*', http }, rule) =>
    (http?.paths ?? []).map(({ path = '/', pathType = '', backend }, index) => ({
      host,
      path,
      pathType,
      backend,
      field: `spec.rules[${rule}].http.paths[${index}]`,
    })),
  );
}
