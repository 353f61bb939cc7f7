import { cidrContains, cidrsOverlap, notInternet } from '../../../lib/core/isolation/network';
import { NETWORK } from '../../support/test-cluster';

test.each([
  ['10.0.0.0/8', '10.244.0.0/16', true],
  ['10.244.0.0/16', '10.0.0.0/8', false],
  ['0.0.0.0/0', '95.217.130.127/32', true],
  ['172.16.0.0/12', '172.32.0.0/16', false],
  ['192.168.0.0/16', '192.168.255.255/32', true],
  ['128.0.0.0/1', '200.0.0.0/8', true],
])('%s holds %s: %s', (outer, inner, holds) => {
  expect(cidrContains(outer, inner)).toBe(holds);
});

test('ranges overlap if either holds the other', () => {
  expect(cidrsOverlap('10.96.0.0/12', '10.100.0.0/16')).toBe(true);
  expect(cidrsOverlap('10.100.0.0/16', '10.96.0.0/12')).toBe(true);
  expect(cidrsOverlap('10.244.0.0/16', '10.96.0.0/12')).toBe(false);
});

test("the internet leaves out the special ranges, and of the cluster's own what is public", () => {
  const special = [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
  ];
  expect(notInternet(NETWORK)).toEqual(special);
  const onPublicAddress = {
    ...NETWORK,
    nodeCidrs: ['95.217.130.127/32'],
    apiServer: { cidrs: ['95.217.130.127/32'], port: 6443 },
  };
  expect(notInternet(onPublicAddress)).toEqual([...special, '95.217.130.127/32']);
});

test.each(['10.0.0.0', '10.0.0/8', '256.0.0.0/8', '10.0.0.0/33', 'fd00::/8', ''])(
  'fails if a range is %j',
  (cidr) => {
    expect(() => cidrContains(cidr, '10.0.0.0/8')).toThrow(
      new Error(`"${cidr}" is no IPv4 range: write it as 10.0.0.0/16`),
    );
  },
);
