import { runChecks } from '../../lib/checks/engine/run-checks';
import { originOf, remember } from '../../lib/core/origin';
import { TopologyApp } from '../../lib/core/topology-app';
import { readConfiguration } from '../../lib/systems/configuration';
import { topology } from '../../lib/topology';
import { type Json, MUTATIONS, type Mutation } from './mutations';

const app = new TopologyApp();
topology(app, readConfiguration('config'));
const manifests = app.manifests();

/** A copy to be broken, which still knows its construct: exceptions are stated there. */
function clone(json: object): Json {
  return remember(structuredClone(json), originOf(json) ?? app);
}

/** The rules that find an error in a cluster after a mutation. */
function caughtBy({ cluster, object, change }: Mutation): string[] {
  const broken = manifests
    .filter((manifest) => manifest.cluster === cluster)
    .map((manifest) => ({ ...manifest, json: manifest.json.map(clone) }));
  const [kind, ...names] = object.split('/');
  const [name, namespace] = names.reverse();
  const is = (json: Json) =>
    json.kind === kind &&
    json.metadata.name === name &&
    (namespace === undefined || json.metadata.namespace === namespace);
  const file = broken.find(({ json }) => json.some(is));
  if (file === undefined) throw new Error(`${cluster} has no ${object}`);
  const before = JSON.stringify(file.json);
  change(file.json.find(is), file.json);
  if (JSON.stringify(file.json) === before) throw new Error(`the mutation changes nothing in ${object}`);
  const { errors } = runChecks({ app, manifests: broken });
  const rules = errors.map((line) => /\[([a-z-]+)\]$/.exec(line)?.[1] ?? 'exception');
  return [...new Set(rules)];
}

test('the shipped clusters have no errors', () => {
  expect(app.check(manifests).errors).toEqual([]);
});

describe('a mutation of what the shipped clusters write', () => {
  const caught = MUTATIONS.filter((mutation) => mutation.caughtBy !== undefined);
  test.each(caught.map((mutation) => [mutation.caughtBy, mutation.what, mutation] as const))(
    'is caught by %s: %s',
    (rule, _what, mutation) => {
      expect(caughtBy(mutation)).toContain(rule);
    },
  );

  const uncaught = MUTATIONS.filter((mutation) => mutation.caughtBy === undefined);
  test.each(uncaught.map((mutation) => [mutation.what, mutation.uncaughtBecause, mutation] as const))(
    'is not caught: %s, as %s',
    (_what, _why, mutation) => {
      expect(caughtBy(mutation)).toEqual([]);
    },
  );

  // Jest names the tests of a run of one file alone; the list belongs into the output of every run.
  afterAll(() => {
    const lines = MUTATIONS.map(
      ({ what, cluster, object, caughtBy: rule, uncaughtBecause: why }) =>
        `  ${rule ?? 'not caught'}: ${cluster}, ${object}: ${what}${why === undefined ? '' : `, as ${why}`}\n`,
    );
    process.stdout.write(
      `mutations caught at synth: ${caught.length} of ${MUTATIONS.length}\n${lines.join('')}`,
    );
  });

  test(`score: ${caught.length} of ${MUTATIONS.length} are caught at synth`, () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(40);
    expect(caught.length / MUTATIONS.length).toBeGreaterThan(0.85);
  });
});
