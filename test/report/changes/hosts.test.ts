import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { hostsOf } from '../../../lib/report/changes/hosts';
import { expectSecret, soundFacts, type Workshop } from '../../support/sound-cluster';
import { sentences } from '../sentences';

test('a new host is told with its Service and its TLS', () => {
  const added = sentences('hosts', ({ find }) => {
    const { rules } = find('Ingress', 'web').spec;
    rules.push({ ...rules[0], host: 'open.example' });
  });
  expect(added).toEqual(['open.example is now served without TLS by shop/web:80']);
});

test('a new host without a Service', () => {
  const added = sentences('hosts', ({ find }) => {
    const path = { path: '/', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'files' } } };
    find('Ingress', 'web').spec.rules.push({ host: 'files.example', http: { paths: [path] } });
    find('Ingress', 'web').spec.rules[0].http.paths[0].backend = path.backend;
  });
  expect(added).toContain('files.example is now served without TLS, without a Service');
});

test('hosts with the same change have one sentence', () => {
  const added = sentences('hosts', ({ find }) => {
    const { rules } = find('Ingress', 'web').spec;
    rules.push({ ...rules[0], host: 'a.example' }, { ...rules[0], host: 'b.example' });
  });
  expect(added).toEqual(['a.example and b.example are now served without TLS by shop/web:80']);
});

test('a host that is no longer served', () => {
  const removed = sentences('hosts', ({ remove }) => remove('Ingress', 'web'));
  expect(removed).toEqual(['shop.example is no longer served']);
});

test('a host that loses TLS', () => {
  const plain = sentences('hosts', ({ find }) => {
    delete find('Ingress', 'web').spec.tls;
  });
  expect(plain).toEqual(['shop.example is now served without TLS']);
});

test('a new path, and another Service', () => {
  const moved = sentences('hosts', ({ find }) => {
    const { paths } = find('Ingress', 'web').spec.rules[0].http;
    paths.push({
      path: '/db',
      pathType: 'Exact',
      backend: { service: { name: 'db', port: { number: 5432 } } },
    });
  });
  expect(moved).toEqual([
    'the paths of shop.example are now / and = /db (/ before)',
    'requests for shop.example now go to shop/db:5432 and shop/web:80 (shop/web:80 before)',
  ]);
});

test('another controller, another certificate and another issuer', () => {
  const moved = sentences('hosts', ({ add, find }) => {
    add({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'second', namespace: 'shop' },
      spec: {
        secretName: 'second-tls',
        dnsNames: ['shop.example'],
        issuerRef: { kind: 'Issuer', name: 'own-ca' },
      },
    });
    const { spec } = find('Ingress', 'web');
    spec.ingressClassName = 'other';
    spec.tls[0].secretName = 'second-tls';
  });
  expect(moved).toEqual([
    'requests for shop.example now arrive through ingress class other (ingress class nginx before)',
    'the certificate of shop.example is now in Secret shop/second-tls (shop/shop-tls before)',
    'the certificate of shop.example is now issued by Issuer own-ca (ClusterIssuer letsencrypt before)',
  ]);
});

/** The only host of the sound cluster after a change. */
function hostOf(change: (workshop: Workshop) => void = () => {}) {
  const [host] = hostsOf(new ClusterIndex(soundFacts(change))).values();
  return host;
}

test('a certificate has its issuer, its names and its challenges', () => {
  expect(hostOf()).toMatchObject({
    controllers: ['ingress class nginx'],
    certificates: [
      {
        secret: 'shop/shop-tls',
        object: 'Certificate shop/shop-tls',
        issuer: 'ClusterIssuer letsencrypt',
        dnsNames: ['shop.example'],
        challenges: ['HTTP-01'],
      },
    ],
  });
});

test('an annotation of an Ingress orders a certificate', () => {
  const host = hostOf(({ find, remove }) => {
    remove('Certificate', 'shop-tls');
    find('Ingress', 'web').metadata.annotations = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [{ dns01: { cloudflare: {} } }];
  });
  expect(host?.certificates).toEqual([
    {
      secret: 'shop/shop-tls',
      object: 'Ingress shop/web',
      issuer: 'ClusterIssuer letsencrypt',
      dnsNames: ['shop.example'],
      challenges: ['DNS-01'],
    },
  ]);
});

test('a person creates the Secret of a certificate', () => {
  const host = hostOf((workshop) => {
    workshop.remove('Certificate', 'shop-tls');
    expectSecret(workshop, 'shop-tls', 'tls.crt', 'tls.key');
  });
  expect(host?.certificates).toEqual([
    { secret: 'shop/shop-tls', object: undefined, issuer: undefined, dnsNames: [], challenges: [] },
  ]);
});

test('without a Secret, the default certificate of the controller is used', () => {
  const host = hostOf(({ container, find }) => {
    container('Deployment', 'controller').args.push('--default-ssl-certificate=shop/shop-tls');
    delete find('Ingress', 'web').spec.tls[0].secretName;
  });
  expect(host?.certificates.map(({ secret, issuer }) => [secret, issuer])).toEqual([
    ['shop/shop-tls', 'ClusterIssuer letsencrypt'],
  ]);
});
