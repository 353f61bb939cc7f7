import { Construct } from 'constructs';
import { type AcmeSolver, Certificate, ClusterIssuer, type Http01Solver } from '../../imports/cert-manager';
import { GATEWAY_API } from '../../imports/gateway-api';
import { ClusterBase } from '../core/cluster-base';
import { placeIn, placeWith, Stage } from '../core/placement';
import type { PriorityClass } from '../core/priority-class';
import { CERT_MANAGER_VERSION } from '../core/versions';
import { AWAITS_CONTROLLER } from '../kube/annotations';
import { goDuration } from '../kube/go-duration';
import { ACME_SERVERS, type AcmeEndpoint, acmeEmailProblem } from './acme';
import {
  type AcmeIssuer,
  type CertificateProps,
  certificateProblems,
  type Dns01Challenge,
  type Http01Challenge,
  type Http01Way,
  type IssuedCertificate,
} from './certificate-rules';
import { CERT_MANAGER_NAMESPACE } from './installation';

/** The domain validation of an issuer, and its ACME endpoint. */
export type AcmeIssuerProps = (Http01Challenge | Pick<Dns01Challenge, 'challenge'>) & {
  /** @default 'production' */
  readonly endpoint?: AcmeEndpoint;
};

/** The properties that all issuers of a cluster share. */
export interface CertManagerIssuersProps {
  /**
   * The e-mail address of the accounts. Let's Encrypt sends no messages about certificates that expire.
   *
   * @see https://letsencrypt.org/2025/06/26/expiration-notification-service-has-ended
   */
  readonly email: string;
  /**
   * The zones at Cloudflare in which issuers with DNS-01 validate names, such as `aiworker.dev`.
   *
   * @default none: issuers with DNS-01 are refused
   */
  readonly cloudflareZones?: readonly string[];
  /** The priority class of the pods that answer HTTP-01 challenges. @default none: their priority is 0 */
  readonly solverPriorityClass?: PriorityClass;
}

/**
 * The issuers of a cluster at Let's Encrypt (ACME), and their certificates.
 *
 * cert-manager and its CRDs must be installed before these objects are applied (docs/clusters/). cert-manager stores the
 * account key of an issuer in a Secret with the name of the issuer. Issuers with DNS-01 use an API token of Cloudflare:
 * a person creates the Secret `cloudflare-api-token` in cert-manager's namespace.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class CertManagerIssuers extends Construct {
  private readonly issuerNames = new Set<string>();
  private readonly issued: IssuedCertificate[] = [];
  private readonly zones: readonly string[];

  /** @throws Error if Let's Encrypt refuses the e-mail address */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: CertManagerIssuersProps,
  ) {
    super(scope, id);
    placeIn(this, Stage.certificates, 'certificates');
    ClusterBase.of(this).expectComponent({ name: 'cert-manager', version: CERT_MANAGER_VERSION });
    const problem = acmeEmailProblem(props.email);
    if (problem) throw new Error(problem);
    this.zones = props.cloudflareZones ?? [];
    if (this.zones.length === 0) return;
    ClusterBase.of(this).expectSecret({
      namespace: CERT_MANAGER_NAMESPACE,
      name: TOKEN.name,
      keys: {
        [TOKEN.key]: `an API token of Cloudflare with Zone:Read and DNS:Edit for ${this.zones.join(', ')} only`,
      },
      purpose: 'cert-manager validates domains by DNS records (DNS-01)',
    });
  }

  /** The certificates that have been made. */
  get certificates(): readonly IssuedCertificate[] {
    return this.issued;
  }

  /**
   * Makes a ClusterIssuer.
   *
   * @param name a DNS-1123 subdomain, such as `letsencrypt-prod`
   * @throws Error if the cluster has an issuer of this name already, or if DNS-01 has no zone
   */
  acme(name: string, props: AcmeIssuerProps): AcmeIssuer {
    if (this.issuerNames.has(name))
      throw new Error(`duplicate issuer "${name}": give one of them another name`);
    const proof = props.challenge === 'http01' ? props : { ...props, zones: this.zones };
    if (proof.challenge === 'dns01' && proof.zones.length === 0)
      throw new Error(
        `issuer "${name}" validates domains by DNS-01, but no zone is configured: state cloudflareZones`,
      );
    const endpoint = props.endpoint ?? 'production';
    new ClusterIssuer(this, name, {
      name,
      annotations: waiting(proof),
      spec: {
        acme: {
          server: ACME_SERVERS[endpoint],
          email: this.props.email,
          privateKeySecretRef: { name },
          solvers: solvers(proof, this.props.solverPriorityClass),
        },
      },
    });
    this.issuerNames.add(name);
    return { name, endpoint, proof };
  }

  /**
   * Makes a Certificate, whose Secret is in the same namespace.
   *
   * @throws Error if the issuer cannot validate one of the names, if the lifetime is invalid, or if another certificate
   * uses the same Secret
   */
  certificate(name: string, props: CertificateProps): IssuedCertificate {
    const { secretName, issuer, dnsNames } = props;
    const namespace = props.namespace.name;
    const writer = this.issued.find(
      ({ secret }) => secret.namespace === namespace && secret.name === secretName,
    );
    const problems = certificateProblems(props);
    if (writer)
      problems.push(
        `Secret "${secretName}" is also written by certificate "${writer.name}": use another secretName`,
      );
    if (problems.length > 0)
      throw new Error(`certificate "${name}" in namespace "${namespace}": ${problems.join('; ')}`);

    const scope = (this.node.tryFindChild(namespace) as Construct) ?? new Construct(this, namespace);
    const object = new Certificate(scope, name, {
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
    if ('node' in props.namespace) placeWith(object, props.namespace);
    const certificate = { name, dnsNames, secret: { namespace, name: secretName } };
    this.issued.push(certificate);
    return certificate;
  }
}

const TOKEN = { name: 'cloudflare-api-token', key: 'token' } as const;

function solvers(proof: Http01Challenge | Dns01Challenge, priorityClass?: PriorityClass): AcmeSolver[] {
  if (proof.challenge === 'dns01')
    return [
      {
        selector: { dnsZones: [...proof.zones] },
        dns01: { cloudflare: { apiTokenSecretRef: { ...TOKEN } } },
      },
    ];
  const { exceptions } = proof;
  const others = exceptions && {
    selector: { dnsNames: [...exceptions.hosts] },
    http01: http01(exceptions, priorityClass),
  };
  return [...(others ? [others] : []), { http01: http01(proof, priorityClass) }];
}

function http01(way: Http01Way, priorityClass?: PriorityClass): Http01Solver {
  const common = {
    // Only the controller uses the solver's Service. cert-manager's default would open a port on every node.
    serviceType: 'ClusterIP' as const,
    ...(priorityClass && { podTemplate: { spec: { priorityClassName: priorityClass.name } } }),
  };
  if (way.gateway === undefined) return { ingress: { ingressClassName: way.ingressClass, ...common } };
  return {
    gatewayHTTPRoute: { parentRefs: [{ group: GATEWAY_API, kind: 'Gateway', ...way.gateway }], ...common },
  };
}

function waiting(proof: Http01Challenge | Dns01Challenge): Record<string, string> | undefined {
  if (proof.challenge === 'dns01' || proof.awaitsController === undefined) return undefined;
  return { [AWAITS_CONTROLLER]: proof.awaitsController };
}
