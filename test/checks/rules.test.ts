import { checkBroken } from '../support/sound-cluster';

test('of a sound cluster, no rule finds anything', () => {
  expect(checkBroken(undefined, { today: new Date('2025-06-01') }).all).toEqual([]);
});
