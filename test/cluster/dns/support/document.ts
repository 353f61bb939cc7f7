import type { DnsRecord } from './external-dns';

/** The names of document 000, "Cloudflare DNS Records". */
export const NAMES = [
  '*.aiworker.dev',
  '*.preview.aiworker.dev',
  'api.aiworker.dev',
  'app.aiworker.dev',
  'git.aiworker.dev',
];

/** The names with their targets. A name with two records is repeated. */
export function targetsOf(records: readonly DnsRecord[]): [string, string][] {
  return records.filter(({ type }) => type !== 'TXT').map(({ name, target }) => [name, target]);
}

/** The names of the TXT records that state the owner of the records. */
export function ownersOf(records: readonly DnsRecord[]): string[] {
  return records
    .filter(({ type, target }) => type === 'TXT' && target.includes('external-dns/owner=aiworker,'))
    .map(({ name }) => name);
}
