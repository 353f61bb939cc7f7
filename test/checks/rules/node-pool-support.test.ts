import { acceptRisk } from '../../../lib/core/accept-risk';
import { checkBroken, type Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

const unsupported = ({ cluster }: Workshop): void => {
  Object.assign(cluster.nodes[0] ?? {}, { unsupported: 'pool "general" is too small: enlarge it' });
};

reports('node-pool-support', 'a pool that the provider does not support', unsupported, [
  'test: nodes: pool "general" is too small: enlarge it [node-pool-support]',
]);

test('node-pool-support reports a warning, which the owner of the cluster can accept', () => {
  expect(checkBroken(unsupported)).toMatchObject({ errors: [], warnings: [expect.any(String)] });
  const accepted = checkBroken((workshop) => {
    unsupported(workshop);
    acceptRisk(workshop.cluster, { rule: 'node-pool-support', because: 'the budget has no larger nodes' });
  });
  expect(accepted.all).toEqual([]);
});
