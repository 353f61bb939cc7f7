import type { RuleGroup } from './rule-group';

/**
 * The alert about DNS records that are not updated.
 *
 * ExternalDNS ends if Cloudflare refuses its token, and starts again. After a start the time of its last successful
 * synchronization is 0, so the alert uses the latest time within an hour. It synchronizes every minute.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/monitoring/metrics/
 */
export const DNS_RULES: RuleGroup = {
  name: 'dns',
  rules: [
    {
      alert: 'DnsRecordsNotUpdated',
      expr: 'time() - max(max_over_time(external_dns_controller_last_sync_timestamp_seconds[1h])) > 1800',
      for: '5m',
      severity: 'warning',
      summary: 'ExternalDNS has not updated the DNS records for 30 minutes',
      description:
        'New hosts have no record. See the log of the Deployment external-dns in kube-system: if Cloudflare refuses the token, it has expired or was revoked. Replace it in the Secret cloudflare-api-token.',
    },
  ],
};
