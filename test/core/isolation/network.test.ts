import { internetExcept } from '../../../lib/core/isolation/network';
import { NETWORK } from '../../support/test-cluster';

test('the internet excludes the special ranges and the public addresses of the cluster', () => {
  const special = [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
  ];
  expect(internetExcept(NETWORK)).toEqual(special);
  const onPublicAddress = {
    ...NETWORK,
    nodeCidrs: ['95.217.130.127/32'],
    apiServer: { cidrs: ['95.217.130.127/32'], port: 6443 },
  };
  expect(internetExcept(onPublicAddress)).toEqual([...special, '95.217.130.127/32']);
});
