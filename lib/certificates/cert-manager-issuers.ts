import { Construct } from 'constructs';
import { type AcmeSolver, Certificate, ClusterIssuer } from '../../imports/cert-manager';
import { ClusterBase } from '../core/cluster-base';
import { Stage } from '../core/placement';
import { goDuration } from '../kube/go-duration';
import { ACME_SERVERS, type AcmeEndpoint, acmeEmailProblem } from './acme';
import {
  type AcmeIssuer,
  type CertificateProps,
  certificateProblems,
  type Dns01Challenge,
  type Http01Challenge,
} from './certificate-rules';
import { CERT_MANAGER_NAMESPACE } from './installation';

/** The annotation that says why an issuer's ingress class has no controller yet. */
export const AWAITS_CONTROLLER = 'cluster-topology/awaits-controller';

/** How an issuer proves that a name is ours, and to whom. */
export type AcmeIssuerProps = (Http01Challenge | Pick<Dns01Challenge, 'challenge'>) & {
  /** @default 'production' */
  readonly endpoint?: AcmeEndpoint;
};

/** A certificate that was made. */
export interface IssuedCertificate {
  readonly name: string;
  readonly namespace: string;
  /** The secret of its namespace that holds it. */
  readonly secretName: string;
  readonly dnsNames: readonly string[];
}

/** What all issuers of a cluster share. */
export interface CertManagerIssuersProps {
  /** Whom Let's Encrypt can reach about an account. */
  readonly email: string;
  /**
   * The zones at Cloudflare whose names issuers with DNS-01 prove, such as `aiworker.dev`.
   *
   * @default none, so that there may be no such issuer
   */
  readonly cloudflareZones?: readonly string[];
}

/**
 * A cluster's ACME issuers at Let's Encrypt, and the certificates that they issue.
 *
 * cert-manager and its CRDs must be there before they are applied (docs/clusters/). An issuer's account key lies in a
 * secret with the issuer's own name, which cert-manager makes. Cloudflare's token is a secret that a person makes,
 * `cloudflare-api-token` in cert-manager's namespace, for all issuers with DNS-01.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class CertManagerIssuers extends Construct {
  private readonly email: string;
  private readonly issuersByName = new Map<string, AcmeIssuer>();
  private readonly issued: IssuedCertificate[] = [];
  private readonly zones: readonly string[];

  /** @throws Error if Let's Encrypt refuses the e-mail address */
  constructor(scope: Construct, id: string, props: CertManagerIssuersProps) {
    super(scope, id);
    const problem = acmeEmailProblem(props.email);
    if (problem) throw new Error(problem);
    this.email = props.email;
    this.zones = props.cloudflareZones ?? [];
    if (this.zones.length === 0) return;
    ClusterBase.of(this).expectSecret({
      namespace: CERT_MANAGER_NAMESPACE,
      name: TOKEN.name,
      keys: {
        [TOKEN.key]: `an API token of Cloudflare with Zone:Read and DNS:Edit for ${this.zones.join(', ')} alone`,
      },
      purpose: 'cert-manager proves names by DNS records (DNS-01)',
    });
  }

  /** The certificates made so far. */
  get certificates(): readonly IssuedCertificate[] {
    return this.issued;
  }

  /**
   * Adds a ClusterIssuer.
   *
   * @param name a DNS-1123 subdomain, such as `letsencrypt-prod`
   * @throws Error if there is one of that name already, or if it has no way to prove a name
   */
  acme(name: string, props: AcmeIssuerProps): AcmeIssuer {
    if (this.issuersByName.has(name))
      throw new Error(`there is an issuer "${name}" already: give one of them another name`);
    const proof = props.challenge === 'http01' ? props : { ...props, zones: this.zones };
    if (proof.challenge === 'dns01' && proof.zones.length === 0)
      throw new Error(`issuer "${name}" proves names by DNS-01 and serves no zone: give cloudflareZones`);
    const endpoint = props.endpoint ?? 'production';
    const file = ClusterBase.of(this).file(Stage.certificates, 'certificates');
    new ClusterIssuer(file, `issuer-${name}`, {
      name,
      annotations: waiting(proof),
      spec: {
        acme: {
          server: ACME_SERVERS[endpoint],
          email: this.email,
          privateKeySecretRef: { name },
          solvers: [solver(proof)],
        },
      },
    });
    const issuer = { name, endpoint, proof };
    this.issuersByName.set(name, issuer);
    return issuer;
  }

  /**
   * Adds a certificate, kept in a secret of its namespace.
   *
   * @throws Error if the issuer cannot prove one of its names, if it would never be renewed, or if another writes the
   * same secret
   */
  certificate(name: string, props: CertificateProps): IssuedCertificate {
    const namespace = 'foreignName' in props.namespace ? props.namespace.foreignName : props.namespace.name;
    const { secretName, issuer, dnsNames } = props;
    const writer = this.issued.find(
      (other) => other.namespace === namespace && other.secretName === secretName,
    );
    const problems = [
      ...certificateProblems(props),
      ...(writer ? [`the certificate "${writer.name}" writes the secret "${secretName}" already`] : []),
    ];
    if (problems.length > 0)
      throw new Error(`certificate "${name}" in namespace "${namespace}": ${problems.join('; ')}`);

    const home = 'foreignName' in props.namespace ? ClusterBase.of(this) : props.namespace;
    new Certificate(home.file(Stage.certificates, 'certificates'), `certificate-${namespace}-${name}`, {
      name,
      namespace,
      spec: {
        secretName,
        issuerRef: { kind: 'ClusterIssuer', name: issuer.name },
        commonName: props.commonName,
        dnsNames: [...dnsNames],
        duration: props.duration && goDuration(props.duration),
        renewBefore: props.renewBefore && goDuration(props.renewBefore),
      },
    });
    const certificate = { name, namespace, secretName, dnsNames };
    this.issued.push(certificate);
    return certificate;
  }
}

const TOKEN = { name: 'cloudflare-api-token', key: 'token' } as const;

function solver(proof: Http01Challenge | Dns01Challenge): AcmeSolver {
  if (proof.challenge === 'dns01') {
    return {
      selector: { dnsZones: [...proof.zones] },
      dns01: { cloudflare: { apiTokenSecretRef: { ...TOKEN } } },
    };
  }
  // The solver's Service is for the controller alone; cert-manager's default would open a port on every node.
  return { http01: { ingress: { ingressClassName: proof.ingressClass, serviceType: 'ClusterIP' } } };
}

function waiting(proof: Http01Challenge | Dns01Challenge): Record<string, string> | undefined {
  if (proof.challenge === 'dns01' || proof.awaitsController === undefined) return undefined;
  return { [AWAITS_CONTROLLER]: proof.awaitsController };
}
