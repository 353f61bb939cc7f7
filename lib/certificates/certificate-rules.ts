import { Duration } from 'cdk8s';
import type { SecretReference } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { ForeignNamespace } from '../core/isolation/foreign-namespace';
import { dnsNameFault } from '../kube/dns-names';
import { isInZone, isWildcard } from '../kube/hostnames';
import type { AcmeEndpoint } from './acme';

/** The way of a challenge into the cluster. The controller must answer for the domain on port 80. */
export type Http01Way =
  | {
      /** The class of the Ingress that cert-manager makes temporarily. */
      readonly ingressClass: string;
      readonly gateway?: undefined;
    }
  | {
      /** The HTTP listener to which cert-manager attaches a route temporarily. */
      readonly gateway: ListenerReference;
      readonly ingressClass?: undefined;
    };

/** A listener of a gateway. */
export interface ListenerReference {
  readonly name: string;
  readonly namespace: string;
  readonly sectionName: string;
}

/** The way of challenges, with another way for some hosts. */
export type Http01Ways = Http01Way & {
  /** @default none */
  readonly exceptions?: Http01Way & { readonly hosts: readonly string[] };
};

/** Domain validation over HTTP, through an Ingress or a route that cert-manager makes temporarily. */
export type Http01Challenge = Http01Ways & {
  readonly challenge: 'http01';
  /**
   * The reason why the cluster has no controller for these challenges. Until there is one, the issuer cannot issue
   * certificates.
   *
   * @default the cluster has one
   */
  readonly awaitsController?: string;
};

/** Domain validation by a DNS record at Cloudflare: the only method for wildcard certificates. */
export interface Dns01Challenge {
  readonly challenge: 'dns01';
  /** The zones at Cloudflare, such as `aiworker.dev`. Names in other zones cannot be validated. */
  readonly zones: readonly string[];
}

/** An issuer, to which Certificates and exposures refer. */
export interface AcmeIssuer {
  /** The name of the ClusterIssuer. */
  readonly name: string;
  readonly endpoint: AcmeEndpoint;
  /** The method of domain validation. */
  readonly proof: Http01Challenge | Dns01Challenge;
}

/** The properties of a certificate. */
export interface CertificateProps {
  /** The namespace of the Secret. An ingress controller reads the Secret in the namespace of the Ingress. */
  readonly namespace: ClusterNamespace | ForeignNamespace;
  readonly secretName: string;
  readonly issuer: AcmeIssuer;
  /** The names of the certificate, such as `app.example.org` and `*.example.org`. */
  readonly dnsNames: readonly string[];
  /** The common name, for old clients: one of the DNS names, of at most 64 characters. @default none */
  readonly commonName?: string;
  /** The requested lifetime. Let's Encrypt ignores it. @default cert-manager's, 90 days */
  readonly duration?: Duration;
  /** The time before expiry at which the certificate is renewed. @default cert-manager's, a third of the lifetime */
  readonly renewBefore?: Duration;
}

/** A certificate that cert-manager issues and renews. */
export interface IssuedCertificate {
  readonly name: string;
  readonly dnsNames: readonly string[];
  /** The Secret with the certificate. */
  readonly secret: SecretReference;
}

/** The lifetime that cert-manager requests by default. */
const DEFAULT_LIFE = Duration.days(90);

/** The minimum values that cert-manager's webhook accepts. */
const SHORTEST_LIFE = Duration.hours(1);
const SHORTEST_NOTICE = Duration.minutes(5);

/** The maximum length of a common name in X.509. */
const MAX_COMMON_NAME = 64;

/** The problems of a certificate that are known before it is ordered. */
export function certificateProblems(props: CertificateProps): string[] {
  const { dnsNames, issuer } = props;
  const problems = [
    dnsNames.length === 0 ? 'it has no DNS name: state dnsNames' : undefined,
    ...dnsNames.map((name) => nameProblem(name) ?? proofProblem(name, issuer)),
    commonNameProblem(props),
    lifeProblem(props),
  ];
  return problems.filter((problem) => problem !== undefined);
}

function nameProblem(name: string): string | undefined {
  const host = name.replace(/^\*\./, '');
  if (!host.includes('.'))
    return `"${name}" has only one label: a certificate authority validates full DNS names`;
  const fault = dnsNameFault(host);
  return fault && `"${name}" is not a valid DNS name: ${fault}`;
}

function proofProblem(name: string, { name: issuer, proof }: AcmeIssuer): string | undefined {
  if (proof.challenge === 'http01') {
    return isWildcard(name)
      ? `"${name}" is a wildcard, which issuer "${issuer}" cannot validate by HTTP-01: use an issuer with DNS-01`
      : undefined;
  }
  const host = name.replace(/^\*\./, '');
  if (proof.zones.some((zone) => isInZone(host, zone))) return undefined;
  return `"${name}" is outside the zones of issuer "${issuer}" (${proof.zones.join(', ')}): add its zone`;
}

function commonNameProblem({ commonName, dnsNames }: CertificateProps): string | undefined {
  if (commonName === undefined) return undefined;
  if (commonName.length > MAX_COMMON_NAME)
    return `common name "${commonName}" has ${commonName.length} characters; the maximum is ${MAX_COMMON_NAME}`;
  if (dnsNames.includes(commonName)) return undefined;
  return `common name "${commonName}" is missing in dnsNames: add it, because clients read only these`;
}

function lifeProblem({ duration = DEFAULT_LIFE, renewBefore }: CertificateProps): string | undefined {
  const life = duration.toSeconds();
  if (life < SHORTEST_LIFE.toSeconds())
    return `its duration of ${duration.toHumanString()} is too short: the minimum of cert-manager is one hour`;
  if (renewBefore === undefined) return undefined;
  const notice = renewBefore.toSeconds();
  if (notice < SHORTEST_NOTICE.toSeconds())
    return `renewBefore of ${renewBefore.toHumanString()} is too short: the minimum of cert-manager is five minutes`;
  if (notice < life) return undefined;
  return `renewBefore of ${renewBefore.toHumanString()} is not shorter than its duration of ${duration.toHumanString()}: it would be renewed continuously`;
}
