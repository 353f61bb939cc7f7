import { getAll, kubectl } from '../../support/kubectl';
import { eventually } from './eventually';

/** The name and namespace of an object. */
interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** A Certificate, with the fields that these tests read. */
export interface Certificate {
  readonly metadata: Named;
  readonly spec: {
    readonly secretName: string;
    readonly issuerRef: { readonly kind: string; readonly name: string };
    readonly dnsNames: readonly string[];
    readonly renewBefore?: string;
  };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
    readonly renewalTime?: string;
  };
}

/** An Issuer of a namespace, with the fields that these tests read. */
interface Issuer {
  readonly metadata: Named;
  readonly spec: { readonly acme?: object };
}

/** An Order or a Challenge, with the fields that these tests read. */
interface Step {
  readonly kind: string;
  readonly metadata: Named;
  readonly status?: { readonly state?: string; readonly reason?: string };
}

/** The time for a certificate to be issued, in seconds. */
const PATIENCE = 120;

/**
 * Every Certificate of the cluster that an ACME server issues. The test cluster has no issuers for the private authority
 * between Envoy Gateway and its Envoys.
 */
export function certificates(): Certificate[] {
  const issuers = getAll<Issuer>('issuers.cert-manager.io', '--all-namespaces');
  const isPrivate = ({ metadata, spec }: Certificate) =>
    issuers.some(
      (issuer) =>
        issuer.spec.acme === undefined &&
        issuer.metadata.namespace === metadata.namespace &&
        issuer.metadata.name === spec.issuerRef.name,
    );
  const all = getAll<Certificate>('certificates.cert-manager.io', '--all-namespaces');
  return all.filter((certificate) => !isPrivate(certificate));
}

/**
 * Waits until a Certificate is ready.
 *
 * @throws Error with the state and reason of each Order and Challenge in its namespace, after {@link PATIENCE}
 */
export function untilReady({ name, namespace }: Named): Promise<Certificate> {
  return eventually(() => {
    const certificate = certificates().find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
    const ready = certificate?.status?.conditions?.find(({ type }) => type === 'Ready');
    if (certificate === undefined || ready?.status !== 'True')
      throw new Error(
        [`Certificate ${namespace}/${name} is not ready: ${ready?.message}`, ...steps(namespace)].join('\n'),
      );
    return certificate;
  }, PATIENCE);
}

/** A decoded value of a Secret. */
export function secretValue(namespace: string, name: string, key: string): string {
  const value = `--output=go-template={{ index .data "${key}" | base64decode }}`;
  return kubectl(['get', 'secret', name, `--namespace=${namespace}`, value]);
}

/** The Orders and Challenges of a namespace that are not valid yet. */
function steps(namespace: string): string[] {
  const kinds = 'orders.acme.cert-manager.io,challenges.acme.cert-manager.io';
  return getAll<Step>(kinds, `--namespace=${namespace}`)
    .filter(({ status }) => status?.state !== 'valid')
    .map(
      ({ kind, metadata, status }) =>
        `${kind} ${metadata.name} is ${status?.state ?? 'new'}: ${status?.reason ?? 'no reason'}`,
    );
}
