import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { USER } from './ingresses';

/** A Secret with a self-signed certificate for one name. */
export function tlsSecret(namespace: string, name: string, commonName: string): object {
  const pem = openssl([
    ...[
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${commonName}`,
    ],
    ...['-addext', `subjectAltName=DNS:${commonName.replaceAll(' ', '-')}`, '-keyout', '-', '-out', '-'],
  ]);
  const part = (label: string) =>
    new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----\n`, 's').exec(pem)?.[0];
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': part('CERTIFICATE'), 'tls.key': part('PRIVATE KEY') },
  };
}

/**
 * A Secret for basic authentication with one user: `auth` for ingress-nginx, `.htpasswd` for Envoy Gateway.
 *
 * @param secret `namespace/name`
 */
export function authSecret(secret: string): object {
  const [namespace, name] = secret.split('/');
  const hash = openssl(['passwd', '-apr1', USER.password]).trim();
  const sha = createHash('sha1').update(USER.password).digest('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    stringData: { auth: `${USER.name}:${hash}\n`, '.htpasswd': `${USER.name}:{SHA}${sha}\n` },
  };
}

function openssl(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
