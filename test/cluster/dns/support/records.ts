import { readFileSync } from 'node:fs';

/** A record that ExternalDNS would make. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly target: string;
}

/** A line in which ExternalDNS's in-memory provider tells of a record: `CREATE: api.example.org 0 IN A  192.0.2.1 []`. */
const LINE = /^CREATE: (?<name>\S+) \d+ IN (?<type>[A-Z]+) +(?<target>\S+) \[.*\]$/;

/**
 * The records in the file that `DNS_RECORDS` names, sorted by name.
 *
 * @throws if the file has no lines, or one that tells of no record
 */
export function readRecords(file = process.env.DNS_RECORDS ?? ''): DnsRecord[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (lines.length === 0) throw new Error(`${file} has no lines: ExternalDNS would make no record`);
  const records = lines.map((line): DnsRecord => {
    const { name = '', type = '', target = '' } = LINE.exec(line)?.groups ?? {};
    if (name === '') throw new Error(`${file}: "${line}" tells of no record`);
    return { name, type, target };
  });
  return records.sort((a, b) => (a.name < b.name ? -1 : 1));
}
