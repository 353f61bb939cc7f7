import { checkBroken } from '../../support/sound-cluster';
import { MUTATIONS } from './mutations';

/** The findings of the sound cluster itself. */
const BEFORE = new Set(checkBroken().all);

describe.each(MUTATIONS)('the checks, for $name,', ({ outages, sound }) => {
  test.each(outages)('report $name', ({ change }) => {
    expect(checkBroken(change).all.filter((line) => !BEFORE.has(line))).not.toEqual([]);
  });

  test.each(sound)('accept $name', ({ change }) => {
    expect(checkBroken(change).errors).toEqual([]);
  });
});

test.each(MUTATIONS)(
  'at least five outages and two sound changes are tested for $name',
  ({ outages, sound }) => {
    expect(outages.length).toBeGreaterThanOrEqual(5);
    expect(sound.length).toBeGreaterThanOrEqual(2);
  },
);
