import { NGINX_PREFIX } from '../../../kube/annotations';

/**
 * The annotations that Ingresses may have if a program makes them at runtime: those of previews and projects, and others
 * that affect only their own hosts.
 *
 * Annotations with wider effects are not allowed: an alias claims other hosts, `auth-url` and mirrors make the controller
 * call other addresses, cert-manager's annotations order certificates, and ExternalDNS's annotations change DNS records.
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
  ].map((name) => `${NGINX_PREFIX}${name}`),
];
