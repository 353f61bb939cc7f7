import type { Labels } from '../kube/labels';

/**
 * The prefix of ExternalDNS's annotations in every cluster. It is stated explicitly, because the default changed with
 * v0.22.
 */
export const DNS_ANNOTATION_PREFIX = 'external-dns.alpha.kubernetes.io/';

/** The DNS names of a Service of type LoadBalancer, besides those of its Ingresses. */
export function dnsRecords(names: readonly string[]): Labels {
  return { [`${DNS_ANNOTATION_PREFIX}hostname`]: names.join(',') };
}

/** Makes ExternalDNS ignore an Ingress or a Service, because the annotation names another controller. */
export const NO_DNS_RECORDS: Labels = { [`${DNS_ANNOTATION_PREFIX}controller`]: 'none' };
