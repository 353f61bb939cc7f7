import { runChecks } from '../../../lib/checks/engine/run-checks';
import { RULES } from '../../../lib/checks/rules';
import { TopologyApp } from '../../../lib/core/topology-app';
import { check, factsOf } from '../../../lib/synth';
import { readConfiguration } from '../../../lib/systems/configuration';
import { topology } from '../../../lib/topology';
import { checkBroken } from '../../support/sound-cluster';
import { type Json, MUTATIONS, type Mutation } from './mutations';

const app = new TopologyApp();
topology(app, readConfiguration('config'));
const clusters = factsOf(app);

/** The rules that report errors in a cluster after a mutation. */
function caughtBy({ cluster, object, change }: Mutation): string[] {
  const facts = clusters.find(({ name }) => name === cluster);
  if (facts === undefined) throw new Error(`cluster ${cluster} not found`);
  const copies = facts.objects.map((placed) => ({ ...placed, json: structuredClone(placed.json) as Json }));
  const [kind, ...names] = object.split('/');
  const [name, namespace] = names.reverse();
  const found = copies.find(
    ({ json }) =>
      json.kind === kind &&
      json.metadata.name === name &&
      (namespace === undefined || json.metadata.namespace === namespace),
  );
  if (found === undefined) throw new Error(`${object} of cluster ${cluster} not found`);
  const file = copies.filter((copy) => copy.file === found.file).map(({ json }) => json);
  const before = JSON.stringify(file);
  change(found.json, file);
  if (JSON.stringify(file) === before) throw new Error(`the mutation does not change ${object}`);
  const others = copies.filter((copy) => copy.file !== found.file);
  const pathOf = new Map(copies.map(({ json, path }) => [json, path]));
  const changed = file.map((json) => ({ json, path: pathOf.get(json) ?? cluster, file: found.file }));
  const { errors } = runChecks({ clusters: [{ ...facts, objects: [...others, ...changed] }], rules: RULES });
  const rules = errors.map((line) => /\[([a-z-]+)\]$/.exec(line)?.[1] ?? 'accepted risk');
  return [...new Set(rules)];
}

test('the shipped clusters have no errors', () => {
  expect(check(app).errors).toEqual([]);
});

describe('an error in a shipped object', () => {
  const caught = MUTATIONS.filter((mutation) => mutation.caughtBy !== undefined);
  test.each(caught.map((mutation) => [mutation.caughtBy, mutation.what, mutation] as const))(
    'is caught by %s: %s',
    (rule, _what, mutation) => {
      expect(caughtBy(mutation)).toContain(rule);
    },
  );

  const uncaught = MUTATIONS.filter((mutation) => mutation.caughtBy === undefined);
  test.each(uncaught.map((mutation) => [mutation.what, mutation.uncaughtBecause, mutation] as const))(
    'is not caught: %s, because %s',
    (_what, _why, mutation) => {
      expect(caughtBy(mutation)).toEqual([]);
    },
  );

  test(`is caught in ${caught.length} of ${MUTATIONS.length} cases`, () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(40);
    expect(caught.length / MUTATIONS.length).toBeGreaterThan(0.85);
  });
});

test('a rule may fail on a value of the wrong type that the rule schema reports', () => {
  const { errors } = checkBroken(({ container }) => {
    delete container('Deployment', 'web').name;
    container('Deployment', 'web').env[0].value = 5;
  });
  expect(errors).toEqual([
    expect.stringMatching(/containers\[0\]\.name: required field is missing: add it \[schema\]$/),
    expect.stringMatching(/env\[0\]\.value is 5: must be a string: put it in quotes \[schema\]$/),
  ]);
});
