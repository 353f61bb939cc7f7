import {
  cidrContains,
  cidrsOverlap,
  firstAddress,
  formatIpv4,
  parseCidr,
  parseIpv4,
} from '../../lib/kube/cidr';

test.each([
  ['10.0.0.0/8', '10.244.0.0/16', true],
  ['10.244.0.0/16', '10.0.0.0/8', false],
  ['0.0.0.0/0', '95.217.130.127/32', true],
  ['172.16.0.0/12', '172.32.0.0/16', false],
  ['192.168.0.0/16', '192.168.255.255/32', true],
  ['128.0.0.0/1', '200.0.0.0/8', true],
  ['10.0.1.5/16', '10.0.0.1/32', true],
])('%s contains %s: %s', (outer, inner, contains) => {
  expect(cidrContains(outer, inner)).toBe(contains);
});

test('ranges overlap if either contains the other', () => {
  expect(cidrsOverlap('10.96.0.0/12', '10.100.0.0/16')).toBe(true);
  expect(cidrsOverlap('10.100.0.0/16', '10.96.0.0/12')).toBe(true);
  expect(cidrsOverlap('10.244.0.0/16', '10.96.0.0/12')).toBe(false);
});

test.each([
  ['10.0.1.5/16', '10.0.0.0'],
  ['255.255.255.255/0', '0.0.0.0'],
  ['192.0.2.129/25', '192.0.2.128'],
  ['255.255.255.255/32', '255.255.255.255'],
])('the first address of %s is %s', (range, address) => {
  expect(formatIpv4(firstAddress(parseCidr(range)))).toBe(address);
});

test('an IPv4 address is parsed to a number, which is formatted to the same address', () => {
  expect(parseIpv4('10.0.1.5')).toBe(167_772_421);
  for (const text of ['0.0.0.0', '10.0.1.5', '255.255.255.255']) {
    expect(formatIpv4(parseIpv4(text) ?? Number.NaN)).toBe(text);
  }
  for (const text of ['', '10.0.0', '256.0.0.0', '10.0.0.01', '1.2.3.4.5', '::1']) {
    expect(parseIpv4(text)).toBeUndefined();
  }
});

test.each([
  ['10.0.0.0', 'IPv4 range "10.0.0.0" has no prefix length: did you mean "10.0.0.0/32"?'],
  ['10.0.0/8', '"10.0.0/8" is not a valid IPv4 range: write it like 10.0.0.0/16'],
  ['256.0.0.0/8', '"256.0.0.0/8" is not a valid IPv4 range: write it like 10.0.0.0/16'],
  ['10.0.0.0/33', '"10.0.0.0/33" is not a valid IPv4 range: prefix lengths are 0 to 32'],
  ['fd00::/8', '"fd00::/8" is not a valid IPv4 range: write it like 10.0.0.0/16'],
  ['', '"" is not a valid IPv4 range: write it like 10.0.0.0/16'],
])('fails if the range is %j', (range, message) => {
  expect(() => cidrContains(range, '10.0.0.0/8')).toThrow(new Error(message));
});
