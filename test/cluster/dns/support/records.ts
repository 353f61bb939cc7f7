import { readFileSync } from 'node:fs';

/** A record that ExternalDNS makes. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly target: string;
}

/** A line in which the in-memory provider of ExternalDNS reports a record: `CREATE: api.example.org 0 IN A  192.0.2.1 []`. */
const LINE = /^CREATE: (?<name>\S+) \d+ IN (?<type>[A-Z]+) +(?<target>\S+) \[.*\]$/;

/**
 * The records in the file of `DNS_RECORDS`, sorted by name.
 *
 * @throws Error if the file is empty, or if a line is not a record
 */
export function readRecords(file = process.env.DNS_RECORDS ?? ''): DnsRecord[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (lines.length === 0) throw new Error(`${file} is empty: ExternalDNS makes no record`);
  const records = lines.map((line): DnsRecord => {
    const { name = '', type = '', target = '' } = LINE.exec(line)?.groups ?? {};
    if (name === '') throw new Error(`${file}: "${line}" is not a valid record`);
    return { name, type, target };
  });
  return records.sort((a, b) => (a.name < b.name ? -1 : 1));
}
