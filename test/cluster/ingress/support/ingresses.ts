import { getAll } from '../../support/kubectl';

/** An Ingress, with the fields that these tests read. */
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

/** A Service, with the fields that these tests read. */
export interface Service {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
  };
}

/** The user in all Secrets for basic authentication that the fixtures make. */
export const USER = { name: 'tester', password: 'open sesame' };

/** The common name of the default certificate that the fixtures make. */
export const DEFAULT_CERTIFICATE = 'the default certificate';

/** The annotation for basic authentication. It is not imported from lib/, because these tests are independent of it. */
export const AUTH_SECRET = 'nginx.ingress.kubernetes.io/auth-secret';

/** Every Ingress of the cluster. */
export function ingresses(): Ingress[] {
  return getAll<Ingress>('ingresses', '--all-namespaces');
}

/** A host and path, and the Service that serves them. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly ingress: Ingress;
  readonly service: Service;
  /** The port of the pods of the Service. */
  readonly podPort: number;
}

/** The routes of all Ingresses of the cluster. @throws Error if a Service or its port does not exist */
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
          throw new Error(`${host}${path}: Service ${namespace}/${name} with port ${port.number} not found`);
        return { host, path, ingress, service, podPort };
      }),
    ),
  );
}
