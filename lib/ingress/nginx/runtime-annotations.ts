import { PREFIX } from './annotations';

/**
 * What Ingresses that a program makes at runtime may carry: what previews and projects do, and what else is about their
 * own hosts alone.
 *
 * Not among them are those that reach further: an alias claims other hosts, an `auth-url` or a mirror has the controller
 * call somebody, cert-manager's order certificates, ExternalDNS's own move records.
 */
export const RUNTIME_ANNOTATIONS: readonly string[] = [
  'external-dns.alpha.kubernetes.io/controller',
  'kubectl.kubernetes.io/last-applied-configuration',
  ...[
    'auth-realm',
    'auth-secret',
    'auth-type',
    'force-ssl-redirect',
    'proxy-body-size',
    'proxy-connect-timeout',
    'proxy-read-timeout',
    'proxy-request-buffering',
    'proxy-send-timeout',
    'ssl-redirect',
  ].map((name) => `${PREFIX}${name}`),
];
