import { dnsNameFault } from './dns-names';
import { quote } from './text';

/**
 * The reason why a host cannot be exposed; undefined if it can.
 *
 * A host is a DNS name in lower case, not an address. Its first label may be a wildcard.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function hostProblem(host: string): string | undefined {
  const name = `host ${quote(host)}`;
  const rest = host.startsWith('*.') ? host.slice(2) : host;
  if (rest.includes('*'))
    return `${name} has its wildcard in the wrong place: a wildcard replaces the whole first label, as in "*.example.com"`;
  if (/^\d+(\.\d+){3}$/.test(host)) return `${name} is an address: use a DNS name that points to it`;
  const fault = dnsNameFault(rest);
  return fault === undefined ? undefined : `${name} is not a valid DNS name: ${fault}`;
}

/** Whether a host is a wildcard. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

/**
 * Whether a certificate for some names is valid for a host: it contains the host, or a wildcard for its first label.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3
 */
export function covers(names: readonly string[], host: string): boolean {
  return names.includes(host) || names.includes(`*${host.slice(host.indexOf('.'))}`);
}

/** Whether a host is a DNS zone, or a name in it. */
export function isInZone(host: string, zone: string): boolean {
  return host === zone || host.endsWith(`.${zone}`);
}

/**
 * The hosts that two host names have in common, as one host name; undefined if there are none. `*` stands for all hosts. A
 * wildcard matches one or more labels, as in Gateway API.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 */
export function intersection(one: string, other: string): string | undefined {
  if (one === other || matches(one, other)) return other;
  return matches(other, one) ? one : undefined;
}

/** Whether all hosts of a host name match a pattern. */
function matches(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return isWildcard(pattern) && host.replace(/^\*/, '').endsWith(pattern.slice(1)) && host !== '*';
}
