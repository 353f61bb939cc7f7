import { Duration } from 'cdk8s';
import {
  type AcmeIssuerProps,
  CertManagerIssuers,
  type CertManagerIssuersProps,
} from '../../lib/certificates/cert-manager-issuers';
import type { CertificateProps } from '../../lib/certificates/certificate-rules';
import { PriorityClass } from '../../lib/core/priority-class';
import { addedObjects } from '../support/added-objects';

type Http01Props = Extract<AcmeIssuerProps, { challenge: 'http01' }>;
type Dns01Props = Extract<AcmeIssuerProps, { challenge: 'dns01' }>;

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    const issuers = new CertManagerIssuers(cluster, 'issuers', { email: 'ops@aiworker.dev' });
    const issuer = issuers.acme('http01', { challenge: 'http01', ingressClass: 'nginx' });
    issuers.certificate('web', {
      namespace,
      secretName: 'web-tls',
      issuer,
      dnsNames: ['shop.aiworker.dev'],
    });
    expect(cluster.expectedSecrets).toEqual([]);
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<CertManagerIssuersProps> = {
      email: 'ops@aiworker.dev',
      cloudflareZones: ['aiworker.dev', 'aiworker.org'],
      solverPriorityClass: new PriorityClass(cluster, { name: 'solvers', value: 10, description: 'd' }),
    };
    const http01: Required<Omit<Extract<Http01Props, { ingressClass: string }>, 'gateway'>> = {
      challenge: 'http01',
      ingressClass: 'nginx',
      exceptions: {
        hosts: ['api.aiworker.dev'],
        gateway: { name: 'public', namespace: 'edge', sectionName: 'http' },
      },
      awaitsController: 'the controller is installed next month',
      endpoint: 'staging',
    };
    const dns01: Required<Dns01Props> = { challenge: 'dns01', endpoint: 'production' };
    const issuers = new CertManagerIssuers(cluster, 'issuers', all);
    issuers.acme('http01', http01);
    const certificate: Required<CertificateProps> = {
      namespace,
      secretName: 'wildcard-tls',
      issuer: issuers.acme('dns01', dns01),
      dnsNames: ['aiworker.dev', '*.aiworker.dev'],
      commonName: 'aiworker.dev',
      duration: Duration.days(60),
      renewBefore: Duration.days(20),
    };
    issuers.certificate('wildcard', certificate);
    expect(cluster.expectedSecrets).toMatchSnapshot('the Secrets that a person creates');
  });
  expect(objects).toMatchSnapshot();
});
