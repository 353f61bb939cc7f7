import { PrivateAuthority } from '../../lib/certificates/private-authority';
import { TestCluster } from '../support/test-cluster';

function withAuthority() {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const authority = new PrivateAuthority(cluster, 'authority', namespace, 'shop-ca');
  return { cluster, authority };
}

test('the authority signs itself, and issues certificates from its Secret', () => {
  const { cluster } = withAuthority();
  expect(cluster.find('Issuer', 'shop-ca-bootstrap', 'shop').spec).toEqual({ selfSigned: {} });
  const { isCA, secretName, issuerRef } = cluster.find('Certificate', 'shop-ca', 'shop').spec;
  expect({ isCA, issuerRef }).toEqual({
    isCA: true,
    issuerRef: { kind: 'Issuer', name: 'shop-ca-bootstrap' },
  });
  expect(cluster.find('Issuer', 'shop-ca', 'shop').spec).toEqual({ ca: { secretName } });
});

test('only the authority keeps its key, because certificates of both keys would not verify against each other', () => {
  const { cluster, authority } = withAuthority();
  authority.certificate({ secretName: 'web', dnsNames: ['web'], usage: 'server auth' });
  const keys = cluster
    .ofKind('Certificate')
    .map(({ metadata, spec }) => [metadata.name, spec.privateKey.rotationPolicy]);
  expect(keys).toEqual([
    ['shop-ca', 'Never'],
    ['web', 'Always'],
  ]);
});

test('a certificate is for a server or a client, and is renewed a month before its end', () => {
  const { cluster, authority } = withAuthority();
  authority.certificate({ secretName: 'worker', dnsNames: ['*.shop'], usage: 'client auth' });
  expect(cluster.find('Certificate', 'worker', 'shop').spec).toEqual({
    secretName: 'worker',
    issuerRef: { kind: 'Issuer', name: 'shop-ca' },
    dnsNames: ['*.shop'],
    usages: ['digital signature', 'client auth'],
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    duration: '2160h',
    renewBefore: '720h',
  });
});
