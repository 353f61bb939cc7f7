import type { Construct } from 'constructs';
import { Certificate } from '../../imports/cert-manager';
import type { AcmeIssuer } from '../certificates/certificate-rules';
import { covers, isWildcard } from '../kube/hostnames';
import { quote } from '../kube/text';
import type { WildcardCertificate } from './controller';
import type { Exposure, ExposureProps, TlsEntry } from './exposure';
import { exposureError } from './exposure-error';

/** The sources of certificates for exposures. */
export interface CertificateSources {
  readonly issuer?: AcmeIssuer;
  readonly wildcard?: WildcardCertificate;
  /** Whether the controller has a certificate for a host. */
  readonly hasCertificate: (host: string) => boolean;
}

/**
 * The certificates of an exposure. Hosts that the wildcard certificate covers, and those for which the controller has a
 * certificate, use it instead of a certificate of their own.
 *
 * @param namespace the namespace of the exposure
 * @throws Error if a certificate must be ordered and cannot be issued
 */
export function certificatesOf(
  name: string,
  namespace: string,
  { tls = 'auto', hostnames }: ExposureProps,
  sources: CertificateSources,
): Pick<Exposure, 'tls' | 'issuer'> {
  if (tls === 'none') return { tls: [], issuer: undefined };
  if (tls !== 'auto' && 'secret' in tls) {
    const { secret } = tls;
    if (secret.namespace !== namespace)
      throw exposureError(
        name,
        `tls.secret ${quote(`${secret.namespace}/${secret.name}`)} is in another namespace: an Ingress reads the Secret of its own namespace, ${quote(namespace)}`,
      );
    return { tls: [{ hosts: hostnames, secretName: secret.name }], issuer: undefined };
  }
  const wildcardNames = tls === 'auto' ? (sources.wildcard?.dnsNames ?? []) : [];
  const covered = hostnames.filter((host) => covers(wildcardNames, host) || sources.hasCertificate(host));
  const ordered = hostnames.filter((host) => !covered.includes(host));
  const entries: TlsEntry[] = [
    { hosts: covered, secretName: undefined },
    { hosts: ordered, secretName: tls === 'auto' ? `${name}-tls` : tls.order },
  ];
  return {
    tls: entries.filter(({ hosts }) => hosts.length > 0),
    issuer: ordered.length > 0 ? issuerFor(name, ordered, sources) : undefined,
  };
}

/**
 * Orders the certificates of an exposure, each in the Secret of its hosts.
 *
 * They are objects of their own, and not made by cert-manager from annotations of an Ingress: several controllers can use
 * one certificate, and it outlasts each of them.
 */
export function orderCertificates(scope: Construct, { namespace, tls, issuer, options }: Exposure): void {
  if (issuer === undefined) return;
  for (const { hosts, secretName } of tls)
    if (secretName !== undefined)
      new Certificate(scope, 'certificate', {
        name: secretName,
        namespace: namespace.name,
        labels: options.labels,
        spec: {
          secretName,
          issuerRef: { kind: 'ClusterIssuer', name: issuer.name },
          dnsNames: [...hosts],
        },
      });
}

function issuerFor(name: string, hosts: readonly string[], { issuer }: CertificateSources): AcmeIssuer {
  const wildcard = hosts.find(isWildcard);
  if (issuer === undefined)
    throw exposureError(
      name,
      `no issuer is configured for the certificate of ${hosts.map(quote).join(', ')}: give the IngressStack an issuer, or the exposure tls: { secret }`,
    );
  if (wildcard !== undefined && issuer.proof.challenge === 'http01')
    throw exposureError(
      name,
      `host ${quote(wildcard)} is a wildcard, which certificate authorities do not validate by HTTP-01: use an issuer with challenge dns01, or tls: { secret }`,
    );
  return issuer;
}
