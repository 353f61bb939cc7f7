import { type Breakable, expectSecret, type Workshop } from '../../support/sound-cluster';
import { type MutationClass, object } from './mutation';

const STAGING = 'https://acme-staging-v02.api.letsencrypt.org/directory';

/** The specification of the shop's Certificate. */
function certificate({ find }: Workshop): Breakable {
  return find('Certificate', 'shop-tls').spec;
}

/** Gives the shop's Ingress another host; its certificate remains. */
function rename({ find }: Workshop, host: string): void {
  const { spec } = find('Ingress', 'web');
  spec.rules[0].host = host;
  spec.tls[0].hosts = [host];
}

/** Replaces the solvers of the issuer. */
function solve({ find }: Workshop, ...solvers: object[]): void {
  find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = solvers;
}

const DNS01 = { dns01: { route53: { region: 'eu-central-1' } } };
const HTTP01 = { http01: { ingress: { ingressClassName: 'nginx' } } };

/** Adds ExternalDNS, with some arguments. */
function addExternalDns({ find, add }: Workshop, ...args: string[]): void {
  const deployment = structuredClone(find('Deployment', 'controller'));
  deployment.metadata.name = 'external-dns';
  deployment.spec.selector = { matchLabels: { app: 'external-dns' } };
  deployment.spec.template.metadata.labels = { app: 'external-dns' };
  Object.assign(deployment.spec.template.spec.containers[0], {
    image: 'registry.k8s.io/external-dns/external-dns:v0.20.0',
    args: ['--source=ingress', ...args],
  });
  add(deployment);
}

export const CERTIFICATES: MutationClass = {
  name: 'certificates and DNS',
  outages: [
    {
      name: 'a certificate for another host',
      change: (workshop) => {
        certificate(workshop).dnsNames = ['shop.example.org'];
      },
    },
    { name: 'a host that the certificate does not contain', change: (it) => rename(it, 'www.shop.example') },
    {
      name: 'a wildcard for a host two labels below',
      change: (workshop) => {
        solve(workshop, DNS01);
        certificate(workshop).dnsNames = ['*.example'];
        rename(workshop, 'www.shop.example');
      },
    },
    {
      name: 'a host without a certificate',
      change: ({ find }) => {
        find('Ingress', 'web').spec.tls[0].secretName = undefined;
      },
    },
    {
      name: 'a default certificate for other hosts',
      change: (workshop) => {
        workshop.container('Deployment', 'controller').args.push('--default-ssl-certificate=shop/shop-tls');
        workshop.find('Ingress', 'web').spec.tls[0].secretName = undefined;
        rename(workshop, 'www.shop.example');
      },
    },
    {
      name: 'a wildcard by HTTP-01',
      change: (workshop) => {
        certificate(workshop).dnsNames.push('*.shop.example');
      },
    },
    {
      name: 'a name outside the zones of the solver',
      change: (workshop) => solve(workshop, { ...DNS01, selector: { dnsZones: ['example.org'] } }),
    },
    {
      name: 'a solver by a label that the certificate does not have',
      change: (workshop) => solve(workshop, { ...HTTP01, selector: { matchLabels: { solver: 'nginx' } } }),
    },
    {
      name: 'a solver with an ingress class that does not exist',
      change: (workshop) => solve(workshop, { http01: { ingress: { ingressClassName: 'ngnix' } } }),
    },
    {
      name: 'the staging environment',
      change: ({ find }) => {
        find('ClusterIssuer', 'letsencrypt').spec.acme.server = STAGING;
      },
    },
    {
      name: 'a host outside the zones of ExternalDNS',
      change: (workshop) => addExternalDns(workshop, '--domain-filter=example.org'),
    },
    object(
      'Certificate',
      'shop-tls',
      'a certificate in another namespace than its Ingress',
      ({ metadata }) => {
        metadata.namespace = 'edge';
      },
    ),
    object('Certificate', 'shop-tls', 'a certificate in another Secret', ({ spec }) => {
      spec.secretName = 'shop-certificate';
    }),
    object('Certificate', 'shop-tls', 'an issuer of the namespace that is one of the cluster', ({ spec }) => {
      delete spec.issuerRef.kind;
    }),
    object('Certificate', 'shop-tls', 'a URL as a name', ({ spec }) => {
      spec.dnsNames = ['https://shop.example'];
    }),
    object('Certificate', 'shop-tls', 'only a wildcard for the domain itself', ({ spec }) => {
      spec.dnsNames = ['*.shop.example'];
    }),
    object('Certificate', 'shop-tls', 'a common name of 65 characters', ({ spec }) => {
      spec.commonName = `${'a'.repeat(52)}.shop.example`;
      spec.dnsNames.push(spec.commonName);
    }),
    object('Certificate', 'shop-tls', 'no names', ({ spec }) => {
      spec.dnsNames = [];
    }),
    object('Certificate', 'shop-tls', 'a usage of other certificates', ({ spec }) => {
      spec.usages = ['client auth'];
    }),
    {
      name: 'two certificates in one Secret',
      change: ({ find, add }) => {
        const second = structuredClone(find('Certificate', 'shop-tls'));
        second.metadata.name = 'shop-tls-2';
        second.spec.dnsNames = ['www.shop.example', 'shop.example'];
        add(second);
      },
    },
    {
      name: 'a misspelt annotation of an issuer',
      change: ({ find, remove }) => {
        remove('Certificate', 'shop-tls');
        find('Ingress', 'web').metadata.annotations = { 'certmanager.io/cluster-issuer': 'letsencrypt' };
      },
    },
    {
      name: 'a misspelt issuer in an annotation',
      change: ({ find, remove }) => {
        remove('Certificate', 'shop-tls');
        find('Ingress', 'web').metadata.annotations = { 'cert-manager.io/cluster-issuer': 'letsencryptt' };
      },
    },
    {
      name: 'ExternalDNS that reads only Services',
      gap: 'the owner may make the records of Ingresses by hand',
      change: (workshop) => {
        addExternalDns(workshop);
        workshop.find('Deployment', 'external-dns').spec.template.spec.containers[0].args = [
          '--source=service',
          '--domain-filter=example',
        ];
      },
    },
    {
      name: 'a host that ExternalDNS excludes',
      change: (workshop) =>
        addExternalDns(workshop, '--domain-filter=example', '--exclude-domains=shop.example'),
    },
  ],
  sound: [
    {
      name: 'a wildcard by DNS-01',
      change: (workshop) => {
        solve(workshop, HTTP01, { ...DNS01, selector: { dnsZones: ['shop.example'] } });
        certificate(workshop).dnsNames = ['*.shop.example'];
        rename(workshop, 'www.shop.example');
      },
    },
    {
      name: 'a certificate that a person creates',
      change: (workshop) => {
        expectSecret(workshop, 'bought', 'tls.crt', 'tls.key');
        workshop.find('Ingress', 'web').spec.tls[0].secretName = 'bought';
        rename(workshop, 'www.shop.example');
      },
    },
    {
      name: 'a default certificate',
      change: (workshop) => {
        workshop.container('Deployment', 'controller').args.push('--default-ssl-certificate=shop/shop-tls');
        workshop.find('Ingress', 'web').spec.tls[0].secretName = undefined;
      },
    },
    {
      name: 'an issuer for tests beside the other',
      change: ({ find, add }) => {
        const issuer = structuredClone(find('ClusterIssuer', 'letsencrypt'));
        issuer.metadata.name = 'letsencrypt-staging';
        issuer.spec.acme.server = STAGING;
        add(issuer);
      },
    },
    {
      name: 'an issuer that is not of ACME',
      change: ({ find }) => {
        find('ClusterIssuer', 'letsencrypt').spec = { selfSigned: {} };
      },
    },
    {
      name: 'a host in a zone of ExternalDNS',
      change: (workshop) => addExternalDns(workshop, '--domain-filter=example'),
    },
    object('Certificate', 'shop-tls', 'further names and a common name', ({ spec }) => {
      spec.dnsNames.push('www.shop.example', 'api.shop.example');
      spec.commonName = 'shop.example';
    }),
    {
      name: 'a certificate by an annotation',
      change: ({ find, remove }) => {
        remove('Certificate', 'shop-tls');
        find('Ingress', 'web').metadata.annotations = { 'cert-manager.io/cluster-issuer': 'letsencrypt' };
      },
    },
    {
      name: 'an issuer of the namespace',
      change: ({ find, add }) => {
        const issuer = structuredClone(find('ClusterIssuer', 'letsencrypt'));
        Object.assign(issuer, { kind: 'Issuer', metadata: { name: 'letsencrypt', namespace: 'shop' } });
        add(issuer);
        find('Certificate', 'shop-tls').spec.issuerRef = { name: 'letsencrypt' };
      },
    },
    {
      name: 'two Ingresses with one certificate',
      change: ({ find, add }) => {
        const second = structuredClone(find('Ingress', 'web'));
        second.metadata.name = 'api';
        second.spec.rules[0].http.paths[0].path = '/api';
        add(second);
      },
    },
    {
      name: 'a host without TLS beside the other',
      change: ({ find }) => {
        const { spec } = find('Ingress', 'web');
        spec.rules.push({ ...structuredClone(spec.rules[0]), host: 'status.example' });
      },
    },
    {
      name: 'an issuer with the key of a CA that it makes',
      change: ({ find, add }) => {
        const issuer = structuredClone(find('ClusterIssuer', 'letsencrypt'));
        add({ ...issuer, metadata: { name: 'self-signed' }, spec: { selfSigned: {} } });
        add({
          apiVersion: 'cert-manager.io/v1',
          kind: 'Certificate',
          metadata: { name: 'ca', namespace: 'shop' },
          spec: {
            isCA: true,
            commonName: 'shop-ca',
            secretName: 'ca',
            issuerRef: { kind: 'ClusterIssuer', name: 'self-signed' },
          },
        });
        add({
          ...issuer,
          kind: 'Issuer',
          metadata: { name: 'ca', namespace: 'shop' },
          spec: { ca: { secretName: 'ca' } },
        });
        find('Certificate', 'shop-tls').spec.issuerRef = { kind: 'Issuer', name: 'ca' };
      },
    },
    {
      name: 'an Ingress that ExternalDNS ignores',
      change: (workshop) => {
        addExternalDns(workshop, '--domain-filter=example.org');
        workshop.find('Ingress', 'web').metadata.annotations = {
          'external-dns.alpha.kubernetes.io/controller': 'none',
        };
      },
    },
  ],
};
