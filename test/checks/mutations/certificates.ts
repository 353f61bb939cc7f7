import type { Breakable, Workshop } from '../../support/sound-cluster';
import type { MutationClass } from './mutation';

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
        workshop.find('Ingress', 'web').spec.tls[0].secretName = 'db-credentials';
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
  ],
};
