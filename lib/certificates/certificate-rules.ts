import { Duration } from 'cdk8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { ForeignNamespace } from '../core/isolation/network-isolation';
import { dnsLabelProblem } from '../kube/dns-names';
import type { AcmeEndpoint } from './acme';

/** A name is proven by an answer over HTTP, through an Ingress that cert-manager makes for the time being. */
export interface Http01Challenge {
  readonly challenge: 'http01';
  /** The class of the Ingress; its controller must answer on port 80 under the name. */
  readonly ingressClass: string;
  /**
   * Why the cluster has no controller of that class; the issuer then waits until one is there.
   *
   * @default the cluster has one
   */
  readonly awaitsController?: string;
}

/** A name is proven by a record at Cloudflare, which is the only way to a wildcard. */
export interface Dns01Challenge {
  readonly challenge: 'dns01';
  /** The zones at Cloudflare, such as `aiworker.dev`; names of other zones are not served. */
  readonly zones: readonly string[];
}

/** An issuer that was made: what a certificate or an Ingress refers to. */
export interface AcmeIssuer {
  /** The ClusterIssuer's name. */
  readonly name: string;
  readonly endpoint: AcmeEndpoint;
  readonly proof: Http01Challenge | Dns01Challenge;
}

/** What a certificate is for, and where it is kept. */
export interface CertificateProps {
  /** Where the secret is read: an ingress controller looks for it in the Ingress's own namespace. */
  readonly namespace: ClusterNamespace | ForeignNamespace;
  readonly secretName: string;
  readonly issuer: AcmeIssuer;
  /** The names that it proves, such as `app.example.org` and `*.example.org`. */
  readonly dnsNames: readonly string[];
  /** One of the names, for old clients; of at most 64 characters. @default none */
  readonly commonName?: string;
  /** What to ask for; Let's Encrypt decides itself. @default cert-manager's, 90 days */
  readonly duration?: Duration;
  /** How long before its end it is renewed. @default cert-manager's, the last third of its life */
  readonly renewBefore?: Duration;
}

/** How long a certificate lives where it does not say so: cert-manager's default, and Let's Encrypt's. */
const DEFAULT_LIFE = Duration.days(90);

/** Less is refused by cert-manager's webhook. */
const SHORTEST_LIFE = Duration.hours(1);
const SHORTEST_NOTICE = Duration.minutes(5);

/** The longest common name of X.509. */
const MAX_COMMON_NAME = 64;

/** What is wrong with a certificate before it is asked for. */
export function certificateProblems(props: CertificateProps): string[] {
  const { dnsNames, commonName, issuer } = props;
  return [
    ...(dnsNames.length === 0 ? ['it proves no name: give it dnsNames'] : []),
    ...dnsNames.flatMap((name) => hostProblem(name) ?? proofProblem(name, issuer) ?? []),
    ...(commonName === undefined ? [] : commonNameProblems(commonName, dnsNames)),
    ...lifeProblems(props),
  ];
}

function hostProblem(name: string): string | undefined {
  const labels = name.replace(/^\*\./, '').split('.');
  if (labels.length < 2) return `"${name}" is no DNS name that can be proven: it has one label`;
  if (name.length > 253) return `"${name}" has ${name.length} characters, and 253 fit`;
  const fault = labels.map((label) => dnsLabelProblem(label)).find((problem) => problem !== undefined);
  return fault && `"${name}" is no DNS name: ${fault}`;
}

function proofProblem(name: string, { name: issuer, proof }: AcmeIssuer): string | undefined {
  if (proof.challenge === 'http01') {
    return name.startsWith('*.')
      ? `"${name}" is a wildcard, and "${issuer}" proves names over HTTP (HTTP-01): use an issuer with DNS-01`
      : undefined;
  }
  const host = name.replace(/^\*\./, '');
  if (proof.zones.some((zone) => host === zone || host.endsWith(`.${zone}`))) return undefined;
  return `"${name}" lies in none of the zones of "${issuer}" (${proof.zones.join(', ')}): add its zone to the issuer`;
}

function commonNameProblems(commonName: string, dnsNames: readonly string[]): string[] {
  if (commonName.length > MAX_COMMON_NAME)
    return [`common name "${commonName}" has ${commonName.length} characters, and ${MAX_COMMON_NAME} fit`];
  if (dnsNames.includes(commonName)) return [];
  return [`common name "${commonName}" is none of its dnsNames: add it there, as clients read only those`];
}

function lifeProblems({ duration = DEFAULT_LIFE, renewBefore }: CertificateProps): string[] {
  const life = duration.toSeconds();
  if (life < SHORTEST_LIFE.toSeconds())
    return [`its duration of ${duration.toHumanString()} is too short: cert-manager takes an hour or more`];
  if (renewBefore === undefined) return [];
  const notice = renewBefore.toSeconds();
  if (notice < SHORTEST_NOTICE.toSeconds()) {
    return [
      `renewBefore of ${renewBefore.toHumanString()} is too short: cert-manager takes five minutes or more`,
    ];
  }
  if (notice < life) return [];
  return [
    `renewBefore of ${renewBefore.toHumanString()} is not shorter than its duration of ${duration.toHumanString()}: it would be renewed all the time`,
  ];
}
