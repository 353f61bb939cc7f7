import type { Labels } from '../kube/labels';

/**
 * What ExternalDNS's annotations begin with in every cluster, whatever its version takes for granted: the default
 * changed with v0.22.
 */
export const DNS_ANNOTATION_PREFIX = 'external-dns.alpha.kubernetes.io/';

/** The names of a Service of type LoadBalancer, besides those of the Ingresses behind it. */
export function dnsRecords(names: readonly string[]): Labels {
  return { [`${DNS_ANNOTATION_PREFIX}hostname`]: names.join(',') };
}

/** Makes ExternalDNS leave an Ingress or a Service alone, as it does wherever another controller is named. */
export const NO_DNS_RECORDS: Labels = { [`${DNS_ANNOTATION_PREFIX}controller`]: 'none' };
