import { X509Certificate } from 'node:crypto';
import { kubectl } from '../support/kubectl';
import { secretValue, untilReady } from './support/cert-manager';
import { eventually } from './support/eventually';

const PRODUCTION = '--namespace=production';
const CERTIFICATE = { namespace: 'production', name: 'algesta-api-prod-tls' };

function used(): string {
  const path = '--output=jsonpath={.status.used.limits\\.cpu}';
  return kubectl(['get', 'resourcequota/production-quota', PRODUCTION, path]);
}

function issued(): X509Certificate {
  return new X509Certificate(secretValue(CERTIFICATE.namespace, CERTIFICATE.name, 'tls.crt'));
}

/** The commands of docs/clusters/aks-algesta.md: a new order needs a pod, as a renewal does. */
test('a certificate is issued again while five gateways use up the quota', async () => {
  await untilReady(CERTIFICATE);
  const { serialNumber } = issued();
  kubectl(['scale', 'deployment/api-gateway-production', '--replicas=5', PRODUCTION]);
  kubectl([
    'wait',
    '--for=jsonpath={.status.readyReplicas}=5',
    'deployment/api-gateway-production',
    PRODUCTION,
    '--timeout=120s',
  ]);
  expect(used()).toBe('8');

  // cert-manager issues the certificate of a Secret that is missing.
  kubectl(['delete', `secret/${CERTIFICATE.name}`, PRODUCTION]);
  await eventually(() => expect(issued().serialNumber).not.toBe(serialNumber), 120);
  expect(used()).toBe('8');
  kubectl(['scale', 'deployment/api-gateway-production', '--replicas=2', PRODUCTION]);
});
