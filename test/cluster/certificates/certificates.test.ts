import { X509Certificate } from 'node:crypto';
import { kubectl } from '../support/kubectl';
import { listOf } from '../support/pods';
import { certificates, secretValue, untilReady } from './support/cert-manager';
import { eventually } from './support/eventually';
import { faultOf, NAME } from './support/faults';
import { handshake } from './support/handshake';
import { servedHosts } from './support/served-hosts';

const HOUR = 3_600_000;

const CERTIFICATES = certificates();

test('the cluster has certificates', () => {
  expect(CERTIFICATES.length).toBeGreaterThan(0);
});

test.each(CERTIFICATES.map((it) => [`${it.metadata.namespace}/${it.metadata.name}`, it] as const))(
  '%s is issued with its names, and is renewed in time',
  async (_, { metadata, spec }) => {
    const { status } = await untilReady(metadata);
    const issued = new X509Certificate(secretValue(metadata.namespace, spec.secretName, 'tls.crt'));
    expect(issued.subjectAltName?.split(', ').sort()).toEqual(
      spec.dnsNames.map((name) => `DNS:${name}`).sort(),
    );

    const [start, end] = [issued.validFrom, issued.validTo].map(Date.parse) as [number, number];
    // cert-manager's default is a third of the lifetime.
    const notice = spec.renewBefore ? Number.parseInt(spec.renewBefore, 10) * HOUR : (end - start) / 3;
    expect((end - Date.parse(status?.renewalTime ?? '')) / HOUR).toBeCloseTo(notice / HOUR, 1);
  },
);

test.each(servedHosts())(
  '%s is served with a chain to a root certificate of the ACME server',
  async (host) => {
    // The controller reads a new certificate some seconds after it is issued.
    await eventually(() => handshake(host), 30);
  },
);

/** One certificate of each ClusterIssuer in use. */
const EXAMPLES = new Map(CERTIFICATES.map((it) => [it.spec.issuerRef.name, it]));

describe.each([...EXAMPLES])('an issuer like %s', (_, example) => {
  const { what, message, wrong, right } = faultOf(example);
  const metadata = { name: NAME, namespace: example.metadata.namespace };
  const certificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: {
      secretName: `${NAME}-tls`,
      dnsNames: example.spec.dnsNames.slice(0, 1),
      issuerRef: { kind: 'Issuer', name: NAME },
    },
  };
  const inNamespace = `--namespace=${metadata.namespace}`;
  const apply = (objects: readonly object[]) => kubectl(['apply', '-f', '-'], listOf(objects));

  afterAll(() => {
    const secrets = ['tls', 'token', 'account'].map((suffix) => `secret/${NAME}-${suffix}`);
    kubectl([
      'delete',
      `certificate/${NAME}`,
      `issuer/${NAME}`,
      ...secrets,
      inNamespace,
      '--ignore-not-found',
    ]);
  });

  test(`reports ${what} in the description of the Challenge`, async () => {
    apply([...wrong, certificate]);
    await eventually(() => {
      const description = kubectl(['describe', 'challenges', inNamespace]);
      expect(description).toMatch(message);
      expect(description).toMatch(/State: +pending/);
    }, 60);
  });

  test(`issues the certificate after ${what} is corrected`, async () => {
    apply(right);
    await untilReady(metadata);
  });
});
