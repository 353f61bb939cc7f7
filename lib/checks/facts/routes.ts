import { type KubeObject, specOf } from '../engine/kube-object';

/** Where an Ingress sends requests. */
export interface IngressBackend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly number?: number; readonly name?: string };
  };
}

/** An Ingress, as far as rules read it. */
export interface IngressSpec {
  readonly ingressClassName: string;
  readonly defaultBackend: IngressBackend;
  readonly tls: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
  readonly rules: readonly {
    readonly host?: string;
    readonly http?: {
      readonly paths: readonly {
        readonly path?: string;
        readonly pathType?: string;
        readonly backend: IngressBackend;
      }[];
    };
  }[];
}

/** One route of an Ingress. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly backend: IngressBackend;
  /** Where it stands: `spec.rules[0].http.paths[0]`. */
  readonly field: string;
}

/** An Ingress's routes in their order; the default backend is none of them. */
export function routesOf(ingress: KubeObject): Route[] {
  return (specOf<IngressSpec>(ingress).rules ?? []).flatMap(({ host = '*', http }, rule) =>
    (http?.paths ?? []).map(({ path = '/', pathType = '', backend }, index) => ({
      host,
      path,
      pathType,
      backend,
      field: `spec.rules[${rule}].http.paths[${index}]`,
    })),
  );
}
