import type { ClusterBase } from '../core/cluster-base';
import { quote } from '../kube/text';
import { exposureError } from './check-exposure';
import type { Exposure, ExposureProps, TlsEntry } from './exposure';
import { covers, isWildcard } from './hostnames';
import { ExposureRegistry, secretsOf } from './registry';

/** One certificate that is good for many hosts. */
export interface WildcardCertificate {
  /** The names on it, such as `*.example.com`. */
  readonly hosts: readonly string[];
  /** Its secret, as `namespace/name`: the controller reads it wherever it lies. */
  readonly secret: string;
}

/** Where an exposure's certificates come from. */
export interface Authority {
  /** The ClusterIssuer that is asked; undefined if none can be. */
  readonly issuer: string | undefined;
  readonly challenge: 'http01' | 'dns01';
  readonly wildcard: WildcardCertificate | undefined;
}

/**
 * The certificates of an exposure: hosts that the wildcard covers name none, and order none.
 *
 * @throws Error if one would have to be ordered and cannot be
 */
export function certificatesOf(
  name: string,
  { tls = 'auto', hostnames }: ExposureProps,
  authority: Authority,
): Pick<Exposure, 'tls' | 'issuer'> {
  if (tls === 'none') return { tls: [], issuer: undefined };
  if (tls !== 'auto') {
    const issuer = tls.order ? issuerFor(name, hostnames, authority) : undefined;
    return { tls: [{ hosts: hostnames, secretName: tls.secretName }], issuer };
  }
  const covered = hostnames.filter((host) => covers(authority.wildcard?.hosts ?? [], host));
  const others = hostnames.filter((host) => !covered.includes(host));
  const entries: TlsEntry[] = [
    { hosts: covered, secretName: undefined },
    { hosts: others, secretName: `${name}-tls` },
  ];
  return {
    tls: entries.filter(({ hosts }) => hosts.length > 0),
    issuer: others.length > 0 ? issuerFor(name, others, authority) : undefined,
  };
}

function issuerFor(name: string, hosts: readonly string[], { issuer, challenge }: Authority): string {
  const wildcard = hosts.find(isWildcard);
  if (issuer === undefined)
    throw exposureError(
      name,
      `nobody can be asked for a certificate of ${hosts.map(quote).join(', ')}: give the IngressStack an issuer, or the exposure tls: { secretName }`,
    );
  if (wildcard !== undefined && challenge === 'http01')
    throw exposureError(
      name,
      `host ${quote(wildcard)} is a wildcard, which no authority certifies by HTTP-01: use an issuer with challenge dns01, or tls: { secretName }`,
    );
  return issuer;
}

const DECLARE = "declare it with the cluster's expectSecret()";

/** What is wrong with the secrets that exposures use: those that the cluster neither makes nor declares. */
export function unknownSecrets(
  cluster: ClusterBase,
  exposures: readonly Exposure[],
  wildcard: WildcardCertificate | undefined,
): string[] {
  const known = ExposureRegistry.of(cluster).knownSecrets();
  const problems =
    wildcard === undefined || known.has(wildcard.secret)
      ? []
      : [
          `wildcard uses secret "${wildcard.secret}", which nothing makes: ${DECLARE}, or make a certificate for it`,
        ];
  for (const exposure of exposures) {
    const { basicAuth } = exposure.options;
    const report = (what: string, secret: string, otherwise: string) => {
      if (known.has(secret)) return;
      const problem = `${what} uses secret "${secret}", which nothing makes: ${DECLARE}${otherwise}`;
      problems.push(exposureError(exposure.name, problem).message);
    };
    for (const secret of secretsOf(exposure)) report('tls', secret, ', or order it with order: true');
    if (basicAuth) report('basicAuth', basicAuth.secret, '');
  }
  return problems;
}
