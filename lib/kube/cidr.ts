import { quote } from './text';

/** A range of IPv4 addresses. `address` is the written address, which need not be the first of the range. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/** The valid ranges so far: policies repeat a few ranges thousands of times. */
const ranges = new Map<string, Cidr>();

/**
 * An IPv4 range such as `10.0.0.0/16`.
 *
 * @throws Error if the text is not an IPv4 address with a prefix length
 */
export function parseCidr(text: string): Cidr {
  const known = ranges.get(text);
  if (known) return known;
  const invalid = () => `${quote(text)} is not a valid IPv4 range`;
  const [host = '', prefix, ...rest] = text.split('/');
  const address = parseIpv4(host);
  if (address === undefined || rest.length > 0) throw new Error(`${invalid()}: write it like 10.0.0.0/16`);
  if (prefix === undefined)
    throw new Error(`IPv4 range ${quote(text)} has no prefix length: did you mean "${host}/32"?`);
  if (!/^(0|[1-9]\d?)$/.test(prefix) || Number(prefix) > 32)
    throw new Error(`${invalid()}: prefix lengths are 0 to 32`);
  const range = { address, prefix: Number(prefix) };
  ranges.set(text, range);
  return range;
}

/** The first address of a range. */
export function firstAddress({ address, prefix }: Cidr): number {
  return address - (address % 2 ** (32 - prefix));
}

/**
 * The text of the first address of an IPv4 range.
 *
 * @throws Error in the same cases as {@link parseCidr}
 */
export function firstOf(cidr: string): string {
  return formatIpv4(firstAddress(parseCidr(cidr)));
}

/**
 * The IPv4 ranges that are not the internet: private, shared (used by carriers and by some clouds), link-local (where
 * clouds serve a machine's credentials, 169.254.169.254) and loopback.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
export const SPECIAL_RANGES = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

/**
 * Whether an IPv4 range contains the whole of another.
 *
 * @throws Error in the same cases as {@link parseCidr}
 */
export function cidrContains(outer: string, inner: string): boolean {
  const [a, b] = [parseCidr(outer), parseCidr(inner)];
  return a.prefix <= b.prefix && firstAddress(a) === firstAddress({ address: b.address, prefix: a.prefix });
}

/**
 * Whether two IPv4 ranges have an address in common.
 *
 * @throws Error in the same cases as {@link parseCidr}
 */
export function cidrsOverlap(a: string, b: string): boolean {
  return cidrContains(a, b) || cidrContains(b, a);
}

/** The ranges for examples in documentation, which no network uses. @see https://www.rfc-editor.org/rfc/rfc5737#section-3 */
const DOCUMENTATION_RANGES = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];

/**
 * Whether a whole IPv4 range is one for examples in documentation.
 *
 * @throws Error in the same cases as {@link parseCidr}
 */
export function isDocumentationRange(cidr: string): boolean {
  return DOCUMENTATION_RANGES.some((range) => cidrContains(range, cidr));
}

/** An IPv4 address as a number; undefined if the text is not four numbers from 0 to 255 without leading zeros. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((bits, part) => bits * 256 + Number(part), 0);
}

/** The text of an IPv4 address. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
