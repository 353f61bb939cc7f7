import { notInternet } from '../../../lib/core/isolation/network';
import { NETWORK } from '../../support/test-cluster';

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
