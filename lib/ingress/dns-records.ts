import type { Labels } from '../kube/labels';

/** The prefix of ExternalDNS's annotations in every cluster. It is set explicitly, because v0.22 changed the default. */
export const DNS_ANNOTATION_PREFIX = 'external-dns.alpha.kubernetes.io/';

/** The annotation with the DNS names of a Service of type LoadBalancer. */
export function dnsRecords(names: readonly string[]): Labels {
  return { [`${DNS_ANNOTATION_PREFIX}hostname`]: names.join(',') };
}

/** The annotation that makes ExternalDNS ignore an Ingress or a Service: it names another controller. */
export const NO_DNS_RECORDS: Labels = { [`${DNS_ANNOTATION_PREFIX}controller`]: 'none' };
