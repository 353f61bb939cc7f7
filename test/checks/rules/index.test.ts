import { readdirSync } from 'node:fs';
import { RULES } from '../../../lib/checks/rules';
import { acceptRisk } from '../../../lib/core/accept-risk';
import { checkBroken, type Workshop } from '../../support/sound-cluster';

test('no rule reports anything in a valid cluster', () => {
  expect(checkBroken(undefined, { today: new Date('2025-06-01') }).all).toEqual([]);
});

test('every rule has a test', () => {
  const tests = readdirSync(__dirname).filter(
    (name) => name !== 'index.test.ts' && name.endsWith('.test.ts'),
  );
  expect(tests.sort()).toEqual(RULES.map(({ id }) => `${id}.test.ts`).sort());
});

describe('an accepted risk', () => {
  const latest = ({ container }: Workshop) => {
    container('Deployment', 'web').image = 'registry.example/web';
  };

  test('suppresses the findings of a rule in a construct and below it', () => {
    const broken = checkBroken((workshop) => {
      latest(workshop);
      acceptRisk(workshop.cluster, { rule: 'image-tag', because: 'it is built here' });
    });
    expect(broken.all).toEqual([]);
  });

  test('suppresses no findings of other rules, and fails if it matches no finding', () => {
    const broken = checkBroken((workshop) => {
      latest(workshop);
      acceptRisk(workshop.cluster, { rule: 'resources', because: 'it is small' });
    });
    expect(broken.errors).toEqual([
      expect.stringContaining('[image-tag]'),
      'test: the accepted risk of rule "resources" matches no finding: remove it',
    ]);
  });

  test('fails if its rule is unknown', () => {
    const { errors } = checkBroken(({ cluster }) =>
      acceptRisk(cluster, { rule: 'image-tags', because: 'x' }),
    );
    expect(errors).toEqual([
      expect.stringMatching(
        /^test: the accepted risk of rule "image-tags" names an unknown rule: the rules are /,
      ),
    ]);
  });

  test('fails if the reason is missing', () => {
    expect(() =>
      checkBroken(({ cluster }) => acceptRisk(cluster, { rule: 'image-tag', because: ' ' })),
    ).toThrow('test: the accepted risk of rule "image-tag" has no reason: state why in because');
  });
});

test('all findings are reported at once', () => {
  const { errors } = checkBroken(({ find, container, remove }) => {
    container('Deployment', 'web').image = 'registry.example/web';
    find('Service', 'db').spec.selector.app = 'database';
    remove('ConfigMap', 'web-settings');
  });
  expect(errors).toHaveLength(3);
});
