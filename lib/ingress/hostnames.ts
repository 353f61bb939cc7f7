import { dnsNameFault } from '../kube/dns-names';
import { quote } from '../kube/text';

/**
 * Why a host cannot be exposed, or undefined where it can: a DNS name in lower case, with a wildcard at most as its
 * whole first label, and no address.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function hostProblem(host: string): string | undefined {
  const name = `host ${quote(host)}`;
  const rest = host.startsWith('*.') ? host.slice(2) : host;
  if (rest.includes('*'))
    return `${name} has its wildcard in the wrong place: it is the whole first label, as in "*.example.com"`;
  if (/^\d+(\.\d+){3}$/.test(host)) return `${name} is an address: write a DNS name that points to it`;
  const fault = dnsNameFault(rest);
  return fault === undefined ? undefined : `${name} is no DNS name: ${fault}`;
}

/** Whether a host is a wildcard. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

/**
 * Whether a certificate for some names is one for a host too: it names it, or a wildcard that stands for its first
 * label.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3
 */
export function covers(names: readonly string[], host: string): boolean {
  return names.includes(host) || names.includes(`*${host.slice(host.indexOf('.'))}`);
}
