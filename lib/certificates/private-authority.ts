import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Certificate, Issuer } from '../../imports/cert-manager';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { placeIn, Stage } from '../core/placement';
import { goDuration } from '../kube/go-duration';

/** The lifetime of the authority itself, whose renewal would be noticed by nobody for years if it failed. */
const AUTHORITY_LIFE = Duration.days(3650);

const LIFE = Duration.days(90);
const RENEW_BEFORE = Duration.days(30);

const KEY = { algorithm: 'ECDSA', size: 256 } as const;

/** The properties of a certificate of a private authority. */
export interface PrivateCertificateProps {
  /** The Secret of the certificate, and the name of the Certificate. */
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  /** Whether the certificate authenticates a server or a client. */
  readonly usage: 'server auth' | 'client auth';
}

/**
 * A certificate authority of one namespace, for connections between its pods.
 *
 * cert-manager makes the key of the authority, issues the certificates and renews them 30 days before they expire. Each
 * Secret has the keys `ca.crt`, `tls.crt` and `tls.key`. The authority keeps its key when it is renewed: certificates that
 * were issued before and after verify against each other.
 *
 * @see https://cert-manager.io/docs/configuration/selfsigned/#bootstrapping-ca-issuers
 */
export class PrivateAuthority extends Construct {
  private readonly name: string;

  /** @param name a DNS-1123 subdomain: the name of the issuer, and of the Secret with the key of the authority */
  constructor(
    scope: Construct,
    id: string,
    private readonly namespace: ClusterNamespace,
    name: string,
  ) {
    super(scope, id);
    placeIn(this, Stage.certificates, 'certificates');
    this.name = name;
    const bootstrap = `${name}-bootstrap`;
    const metadata = { namespace: namespace.name };
    new Issuer(this, 'bootstrap', { ...metadata, name: bootstrap, spec: { selfSigned: {} } });
    new Certificate(this, 'certificate', {
      ...metadata,
      name,
      spec: {
        isCA: true,
        commonName: name,
        secretName: name,
        issuerRef: { kind: 'Issuer', name: bootstrap },
        privateKey: { ...KEY, rotationPolicy: 'Never' },
        duration: goDuration(AUTHORITY_LIFE),
      },
    });
    new Issuer(this, 'issuer', { ...metadata, name, spec: { ca: { secretName: name } } });
  }

  /** Makes a certificate for pods of the namespace. */
  certificate({ secretName, dnsNames, usage }: PrivateCertificateProps): void {
    new Certificate(this, secretName, {
      name: secretName,
      namespace: this.namespace.name,
      spec: {
        secretName,
        issuerRef: { kind: 'Issuer', name: this.name },
        dnsNames: [...dnsNames],
        usages: ['digital signature', usage],
        privateKey: { ...KEY, rotationPolicy: 'Always' },
        duration: goDuration(LIFE),
        renewBefore: goDuration(RENEW_BEFORE),
      },
    });
  }
}
