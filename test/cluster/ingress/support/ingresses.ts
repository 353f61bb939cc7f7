import { getAll } from '../../support/kubectl';

/** An Ingress as these tests look into it. */
export interface Ingress {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName?: string }[];
    readonly rules: readonly {
      readonly host: string;
      readonly http: { readonly paths: readonly IngressPath[] };
    }[];
  };
}

interface IngressPath {
  readonly path: string;
  readonly backend: {
    readonly service: { readonly name: string; readonly port: { readonly number: number } };
  };
}

/** A Service as these tests look into it. */
export interface Service {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
  };
}

/** The user of every basic auth secret that the fixtures make. */
export const USER = { name: 'tester', password: 'open sesame' };

/** The common name on the controller's default certificate, as the fixtures make it. */
export const DEFAULT_CERTIFICATE = 'the default certificate';

/** The annotations that these tests look for: theirs is the outside view, and not the renderer's. */
export const AUTH_SECRET = 'nginx.ingress.kubernetes.io/auth-secret';

/** Every Ingress of the cluster. */
export function ingresses(): Ingress[] {
  return getAll<Ingress>('ingresses', '--all-namespaces');
}

/** A host and path, and the Service that must answer. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly ingress: Ingress;
  readonly service: Service;
  /** Where the pods behind it listen. */
  readonly podPort: number;
}

/** What all Ingresses of the cluster promise. @throws Error if a Service, or its port, is not there */
export function routes(): Route[] {
  const services = getAll<Service>('services', '--all-namespaces');
  return ingresses().flatMap((ingress) =>
    ingress.spec.rules.flatMap(({ host, http }) =>
      http.paths.map(({ path, backend }) => {
        const { name, port } = backend.service;
        const { namespace } = ingress.metadata;
        const service = services.find(
          ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
        );
        const podPort = service?.spec.ports.find((it) => it.port === port.number)?.targetPort;
        if (service === undefined || podPort === undefined)
          throw new Error(`${host}${path} leads to ${namespace}/${name}:${port.number}, which is not there`);
        return { host, path, ingress, service, podPort };
      }),
    ),
  );
}
