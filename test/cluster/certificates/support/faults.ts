import { kubectl } from '../../support/kubectl';
import { type Certificate, secretValue } from './cert-manager';

/** The name of the objects that these tests make. Their Secrets have names with this prefix. */
export const NAME = 'certificate-fault';

/** The spec of a ClusterIssuer, with the fields that these tests read. */
interface IssuerSpec {
  readonly acme: { readonly solvers: readonly [Solver] };
}

interface Solver {
  readonly dns01?: { readonly cloudflare: { readonly apiTokenSecretRef: { name: string; key: string } } };
  readonly http01?: {
    readonly ingress?: { readonly ingressClassName: string };
    readonly gatewayHTTPRoute?: { readonly parentRefs: readonly object[] };
  };
}

/** A mistake with which an issuer cannot issue certificates. */
export interface Fault {
  readonly what: 'a wrong token' | 'a wrong class' | 'a wrong gateway';
  /** What cert-manager says about it. */
  readonly message: RegExp;
  /** A copy of the issuer with the mistake, and the Secret that it reads. */
  readonly wrong: readonly object[];
  /** The same objects without the mistake. */
  readonly right: readonly object[];
}

/** The mistake that is possible with the solver of a certificate's issuer, in the namespace of the certificate. */
export function faultOf({ metadata: { namespace }, spec: { issuerRef } }: Certificate): Fault {
  const json = kubectl(['get', 'clusterissuer', issuerRef.name, '--output=json']);
  const { spec } = JSON.parse(json) as { spec: IssuerSpec };
  const [{ dns01, http01 }] = spec.acme.solvers;
  const issuer = (solver: Solver) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: NAME, namespace },
    spec: { acme: { ...spec.acme, privateKeySecretRef: { name: `${NAME}-account` }, solvers: [solver] } },
  });

  if (dns01) {
    const { name, key } = dns01.cloudflare.apiTokenSecretRef;
    const secret = (token: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${NAME}-token`, namespace },
      stringData: { [key]: token },
    });
    const apiTokenSecretRef = { name: `${NAME}-token`, key };
    return {
      what: 'a wrong token',
      message: /querying the Cloudflare API for GET "\/zones\?name=.*"\s+Error: \d+: /,
      wrong: [issuer({ dns01: { cloudflare: { apiTokenSecretRef } } }), secret('wrong')],
      // cert-manager reads the Secrets of ClusterIssuers in its own namespace.
      right: [secret(secretValue('cert-manager', name, key))],
    };
  }

  if (http01) {
    const isIngress = http01.ingress !== undefined;
    const ingress = { ...http01.ingress, ingressClassName: 'without-controller' };
    const parentRefs = http01.gatewayHTTPRoute?.parentRefs.map((it) => ({
      ...it,
      name: 'without-controller',
    }));
    const gatewayHTTPRoute = { ...http01.gatewayHTTPRoute, parentRefs: parentRefs ?? [] };
    return {
      what: isIngress ? 'a wrong class' : 'a wrong gateway',
      message: /Waiting for HTTP-01 challenge propagation: (wrong status code|did not get expected response)/,
      wrong: [issuer({ http01: isIngress ? { ingress } : { gatewayHTTPRoute } })],
      right: [issuer({ http01 })],
    };
  }
  throw new Error(`ClusterIssuer ${issuerRef.name} has a solver that these tests do not know`);
}
