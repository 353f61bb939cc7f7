import { Duration } from 'cdk8s';
import {
  type AcmeIssuerProps,
  CertManagerIssuers,
  type CertManagerIssuersProps,
} from '../../lib/certificates/cert-manager-issuers';
import type { CertificateProps } from '../../lib/certificates/certificate-rules';
import type { ClusterNamespace } from '../../lib/core/cluster-namespace';
import { ForeignNamespace } from '../../lib/core/isolation/foreign-namespace';
import { TestCluster } from '../support/test-cluster';

const EMAIL = 'ops@aiworker.dev';
const HTTP01 = { challenge: 'http01', ingressClass: 'nginx' } as const;
const DNS01 = { challenge: 'dns01' } as const;
const ZONES = { cloudflareZones: ['aiworker.dev'] };

function issuersOf(cluster: TestCluster, props: Partial<CertManagerIssuersProps> = {}): CertManagerIssuers {
  return new CertManagerIssuers(cluster, 'issuers', { email: EMAIL, ...props });
}

/** A cluster with one issuer, and its spec. */
function issuer(name: string, props: AcmeIssuerProps, shared: Partial<CertManagerIssuersProps> = {}) {
  const cluster = new TestCluster();
  const made = issuersOf(cluster, shared).acme(name, props);
  return { cluster, made, object: cluster.find('ClusterIssuer', name) };
}

/** A cluster with the namespace web, and one certificate in it. */
function certificate(props: Partial<CertificateProps>, proof: AcmeIssuerProps = DNS01) {
  const cluster = new TestCluster();
  const namespace: ClusterNamespace = cluster.addNamespace({ name: 'web', podSecurity: 'restricted' });
  const issuers = issuersOf(cluster, { cloudflareZones: ['aiworker.dev', 'aiworker.org'] });
  const made = issuers.certificate('cert', {
    namespace,
    secretName: 'cert-tls',
    issuer: issuers.acme('letsencrypt-prod', proof),
    dnsNames: ['app.aiworker.dev'],
    ...props,
  });
  return { cluster, issuers, namespace, made, object: cluster.find('Certificate', 'cert') };
}

/** The message about an invalid certificate, without the name of the certificate. */
function problemOf(props: Partial<CertificateProps>, proof?: AcmeIssuerProps): string | undefined {
  try {
    certificate(props, proof);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace('certificate "cert" in namespace "web": ', '');
  }
}

describe('an issuer', () => {
  test('with HTTP-01 and only the required properties', () => {
    expect(issuer('letsencrypt-prod', HTTP01).object).toMatchInlineSnapshot(`
{
  "apiVersion": "cert-manager.io/v1",
  "kind": "ClusterIssuer",
  "metadata": {
    "labels": {
      "app.kubernetes.io/managed-by": "cluster-topology",
      "app.kubernetes.io/part-of": "test",
    },
    "name": "letsencrypt-prod",
  },
  "spec": {
    "acme": {
      "email": "ops@aiworker.dev",
      "privateKeySecretRef": {
        "name": "letsencrypt-prod",
      },
      "server": "https://acme-v02.api.letsencrypt.org/directory",
      "solvers": [
        {
          "http01": {
            "ingress": {
              "ingressClassName": "nginx",
              "serviceType": "ClusterIP",
            },
          },
        },
      ],
    },
  },
}
`);
  });

  test("with DNS-01 and all properties, at the staging endpoint of Let's Encrypt", () => {
    const { object } = issuer('letsencrypt-staging', { ...DNS01, endpoint: 'staging' }, ZONES);
    expect(object.spec).toMatchInlineSnapshot(`
{
  "acme": {
    "email": "ops@aiworker.dev",
    "privateKeySecretRef": {
      "name": "letsencrypt-staging",
    },
    "server": "https://acme-staging-v02.api.letsencrypt.org/directory",
    "solvers": [
      {
        "dns01": {
          "cloudflare": {
            "apiTokenSecretRef": {
              "key": "token",
              "name": "cloudflare-api-token",
            },
          },
        },
        "selector": {
          "dnsZones": [
            "aiworker.dev",
          ],
        },
      },
    ],
  },
}
`);
  });

  test('has no namespace, unlike in document 002', () => {
    expect(issuer('letsencrypt-prod', HTTP01).object.metadata).not.toHaveProperty('namespace');
  });

  test('has an account key with its own name, so that two issuers of a cluster have different keys', () => {
    const { object } = issuer('letsencrypt-prod-webapprouting', HTTP01);
    expect(object.spec.acme.privateKeySecretRef).toEqual({ name: 'letsencrypt-prod-webapprouting' });
  });

  test('validates names by DNS-01 only in the zones at Cloudflare', () => {
    const { object } = issuer('letsencrypt-prod', DNS01, { cloudflareZones: ['aiworker.dev', 'b.org'] });
    expect(object.spec.acme.solvers).toEqual([
      expect.objectContaining({ selector: { dnsZones: ['aiworker.dev', 'b.org'] } }),
    ]);
  });

  test('does not open a port on the nodes for HTTP-01', () => {
    const { object } = issuer('letsencrypt-prod', HTTP01);
    expect(object.spec.acme.solvers[0].http01.ingress.serviceType).toBe('ClusterIP');
  });

  test('states in an annotation why the cluster has no controller yet', () => {
    const { object } = issuer('letsencrypt-prod', {
      ...HTTP01,
      awaitsController: 'the controller is not installed',
    });
    expect(object.metadata.annotations).toEqual({
      'cluster-topology/awaits-controller': 'the controller is not installed',
    });
  });

  test('is returned with its name, its endpoint and its challenge', () => {
    expect(issuer('letsencrypt-prod', HTTP01).made).toEqual({
      name: 'letsencrypt-prod',
      endpoint: 'production',
      proof: HTTP01,
    });
  });

  test('shares the API token of Cloudflare with other issuers, in the namespace of cert-manager', () => {
    const cluster = new TestCluster();
    const issuers = issuersOf(cluster, ZONES);
    issuers.acme('letsencrypt-prod', DNS01);
    issuers.acme('letsencrypt-staging', { ...DNS01, endpoint: 'staging' });
    expect(cluster.expectedSecrets).toEqual([
      {
        namespace: 'cert-manager',
        name: 'cloudflare-api-token',
        keys: { token: 'an API token of Cloudflare with Zone:Read and DNS:Edit for aiworker.dev only' },
        purpose: 'cert-manager validates domains by DNS records (DNS-01)',
      },
    ]);
    const tokens = cluster
      .ofKind('ClusterIssuer')
      .map(({ spec }) => spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef);
    expect(tokens).toEqual([
      { name: 'cloudflare-api-token', key: 'token' },
      { name: 'cloudflare-api-token', key: 'token' },
    ]);
  });

  test('needs no API token for HTTP-01', () => {
    expect(issuer('letsencrypt-prod', HTTP01).cluster.expectedSecrets).toEqual([]);
  });

  test('fails if the cluster has another issuer of this name', () => {
    const issuers = issuersOf(new TestCluster());
    issuers.acme('letsencrypt-prod', HTTP01);
    expect(() => issuers.acme('letsencrypt-prod', HTTP01)).toThrow(
      new Error('duplicate issuer "letsencrypt-prod": give one of them another name'),
    );
  });

  test('fails if it uses DNS-01 and no zone is configured', () => {
    expect(() => issuer('letsencrypt-prod', DNS01)).toThrow(
      new Error(
        'issuer "letsencrypt-prod" validates domains by DNS-01, but no zone is configured: state cloudflareZones',
      ),
    );
  });

  test.each(['ops@example.com', 'ops@mail.example.org', 'ops@EXAMPLE.net', 'a@b.test', 'a@b.invalid'])(
    "fails if Let's Encrypt refuses the e-mail address %s",
    (email) => {
      expect(() => issuer('letsencrypt-prod', HTTP01, { email })).toThrow(
        new Error(
          `e-mail address "${email}" has a reserved domain, which Let's Encrypt refuses: use a monitored mailbox`,
        ),
      );
    },
  );

  test.each(['ops@notexample.com', 'ops@test.org', 'j.leon@tresastronautas.com'])(
    'accepts the e-mail address %s',
    (email) => {
      expect(issuer('letsencrypt-prod', HTTP01, { email }).object.spec.acme.email).toBe(email);
    },
  );
});

describe('a certificate', () => {
  test('with only the required properties', () => {
    expect(certificate({}).object.spec).toEqual({
      secretName: 'cert-tls',
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt-prod' },
      dnsNames: ['app.aiworker.dev'],
    });
  });

  test('with all properties', () => {
    const all: Required<Omit<CertificateProps, 'namespace' | 'issuer'>> = {
      secretName: 'wildcard-aiworker-tls',
      dnsNames: ['aiworker.dev', '*.aiworker.dev', '*.preview.aiworker.dev', 'aiworker.org'],
      commonName: '*.aiworker.dev',
      duration: Duration.days(90),
      renewBefore: Duration.minutes(90),
    };
    expect(certificate(all).object.spec).toEqual({
      secretName: 'wildcard-aiworker-tls',
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt-prod' },
      commonName: '*.aiworker.dev',
      dnsNames: ['aiworker.dev', '*.aiworker.dev', '*.preview.aiworker.dev', 'aiworker.org'],
      duration: '2160h',
      renewBefore: '90m',
    });
  });

  test('is renewed at the given time before its expiry', () => {
    expect(certificate({ renewBefore: Duration.days(30) }).object.spec.renewBefore).toBe('720h');
  });

  test('is returned with its names and its Secret', () => {
    const { issuers, made } = certificate({});
    expect(made).toEqual({
      name: 'cert',
      dnsNames: ['app.aiworker.dev'],
      secret: { namespace: 'web', name: 'cert-tls' },
    });
    expect(issuers.certificates).toEqual([made]);
  });

  test('may be in a foreign namespace', () => {
    const { cluster, made } = certificate({ namespace: new ForeignNamespace('istio-system') });
    expect(made.secret.namespace).toBe('istio-system');
    expect(cluster.find('Certificate', 'cert', 'istio-system')).toBeDefined();
  });

  test.each([
    [
      'a name is a wildcard and the issuer uses HTTP-01',
      { dnsNames: ['aiworker.dev', '*.aiworker.dev'] },
      HTTP01,
      '"*.aiworker.dev" is a wildcard, which issuer "letsencrypt-prod" cannot validate by HTTP-01: use an issuer with DNS-01',
    ],
    [
      'a name is outside the zones',
      { dnsNames: ['app.aiworker.dev', 'notaiworker.dev'] },
      DNS01,
      '"notaiworker.dev" is outside the zones of issuer "letsencrypt-prod" (aiworker.dev, aiworker.org): add its zone',
    ],
    ['it has no DNS name', { dnsNames: [] }, DNS01, 'it has no DNS name: state dnsNames'],
    [
      'a name has one label',
      { dnsNames: ['localhost'] },
      HTTP01,
      '"localhost" has only one label: a certificate authority validates full DNS names',
    ],
    [
      'a wildcard is not the first label',
      { dnsNames: ['app.*.aiworker.dev'] },
      DNS01,
      '"app.*.aiworker.dev" is not a valid DNS name: label "*" must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends',
    ],
    [
      'a name is too long',
      { dnsNames: [`${'a.'.repeat(121)}aiworker.dev`] },
      DNS01,
      `"${'a.'.repeat(121)}aiworker.dev" is not a valid DNS name: it has 254 characters; the maximum is 253`,
    ],
    [
      'its common name is not one of its DNS names',
      { commonName: 'aiworker.dev' },
      DNS01,
      'common name "aiworker.dev" is missing in dnsNames: add it, because clients read only these',
    ],
    [
      'its common name is too long',
      { commonName: `${'a'.repeat(56)}.org.dev.x` },
      DNS01,
      `common name "${'a'.repeat(56)}.org.dev.x" has 66 characters; the maximum is 64`,
    ],
    [
      'it would be renewed continuously',
      { renewBefore: Duration.days(90) },
      DNS01,
      'renewBefore of 90 days is not shorter than its duration of 90 days: it would be renewed continuously',
    ],
    [
      'it would be renewed continuously, because its requested lifetime is short',
      { renewBefore: Duration.hours(720), duration: Duration.days(30) },
      DNS01,
      'renewBefore of 30 days is not shorter than its duration of 30 days: it would be renewed continuously',
    ],
    [
      'it would be renewed too late',
      { renewBefore: Duration.seconds(299) },
      DNS01,
      'renewBefore of 4 minutes 59 seconds is too short: the minimum of cert-manager is five minutes',
    ],
    [
      'its lifetime is too short',
      { duration: Duration.minutes(59) },
      DNS01,
      'its duration of 59 minutes is too short: the minimum of cert-manager is one hour',
    ],
    [
      'it has several problems, all of which are reported',
      { dnsNames: ['*.aiworker.dev', 'a'], commonName: 'b' },
      HTTP01,
      '"*.aiworker.dev" is a wildcard, which issuer "letsencrypt-prod" cannot validate by HTTP-01: use an issuer with DNS-01; "a" has only one label: a certificate authority validates full DNS names; common name "b" is missing in dnsNames: add it, because clients read only these',
    ],
  ])('fails if %s', (_title, props, proof, message) => {
    expect(problemOf(props, proof)).toBe(message);
  });

  test('fails if another certificate has the same Secret', () => {
    const { issuers, namespace } = certificate({});
    const second = () =>
      issuers.certificate('second', {
        namespace,
        secretName: 'cert-tls',
        issuer: issuers.acme('letsencrypt-staging', { ...HTTP01, endpoint: 'staging' }),
        dnsNames: ['api.aiworker.dev'],
      });
    expect(second).toThrow(
      new Error(
        'certificate "second" in namespace "web": Secret "cert-tls" is also written by certificate "cert": use another secretName',
      ),
    );
  });
});
