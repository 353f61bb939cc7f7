import type { DependentOption } from '../../../lib/ingress/exposure';
import { DEPENDENT_OPTIONS, supportOf } from '../../../lib/ingress/support';
import { affinity } from './cases/affinity';
import { cors } from './cases/cors';
import { headers } from './cases/headers';
import { hosts } from './cases/hosts';
import { limits } from './cases/limits';
import { paths } from './cases/paths';
import { timeouts } from './cases/timeouts';
import type { Implementation } from './support/comparison';

const IMPLEMENTATION = (process.env.IMPLEMENTATION ?? 'nginx') as Implementation;

const SUBJECTS = { hosts, paths, limits, timeouts, cors, headers, affinity };

describe.each(Object.entries(SUBJECTS))('%s', (_, all) => {
  test.concurrent.each(all.map((it) => [it.name, it] as const))('%s', async (_, { send, expected }) => {
    expect(await send()).toEqual(expected[IMPLEMENTATION]);
  });
});

test('every option with a different answer has a row with the difference', () => {
  const causes = Object.values(SUBJECTS).flatMap((all) => all.flatMap(({ cause }) => cause ?? []));
  const options = causes.filter((it): it is DependentOption =>
    (DEPENDENT_OPTIONS as readonly string[]).includes(it),
  );
  expect(options.filter((option) => supportOf(option, 'envoy-gateway') === 'same')).toEqual([]);
});
