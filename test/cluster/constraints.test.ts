import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { type BrokenObject, brokenObjects } from './support/broken-objects';
import { dryRun, type Verdict } from './support/dry-run';
import { kubectl, tryKubectl } from './support/kubectl';
import { type CheckError, newErrors } from './support/refusals';
import { SPECIMENS_NAMESPACE, specimens } from './support/specimens';

/**
 * What the checks refuse although the API server takes it.
 *
 * The API server replaces missing fields with zero although its schema requires them, reads the quantity `-` as zero, and
 * does not validate the names of a few kinds or the selectors of metrics. It takes a template with spaces around an image, and
 * then refuses the pods. It takes policies of Envoy Gateway with an empty list of targets, which have no effect.
 */
const STRICTER =
  /^schema: .*: required field is missing|: quantity "-" is invalid|^names: metadata\.name: |\.metric\.selector\.|: starts or ends with a space|has none of the fields targetRef, /;

interface Answer extends BrokenObject, Verdict {
  readonly errors: readonly CheckError[];
}

const valid = specimens(readdirSync('dist'));
const SEED = Number(process.env.SEED ?? 1);
const OBJECTS = 2000;

const isRefused = ({ status }: Verdict) => status === 400 || status === 422;
// The validation comes before the search for an object of the same name.
const isTaken = ({ status }: Verdict) => status < 300 || status === 409;

beforeAll(() => {
  kubectl(['create', 'namespace', SPECIMENS_NAMESPACE]);
  const account = ['get', 'serviceaccount', 'default', `--namespace=${SPECIMENS_NAMESPACE}`];
  for (let tries = 0; tries < 100 && tryKubectl(account).status !== 0; tries += 1);
});
afterAll(() => kubectl(['delete', 'namespace', SPECIMENS_NAMESPACE]));

test('the API server takes the objects of dist/ and the specimens of other kinds', async () => {
  const verdicts = await dryRun(valid);
  const refused = verdicts.filter((verdict) => !isTaken(verdict)).map(({ message }) => message);
  expect(refused).toEqual([]);
});

describe(`of ${OBJECTS} objects with one changed field`, () => {
  let answers: readonly Answer[] = [];

  beforeAll(async () => {
    const broken = fc.sample(brokenObjects(valid), { numRuns: OBJECTS, seed: SEED });
    const verdicts = await dryRun(broken.map(({ json }) => json));
    answers = broken.flatMap((object, index) => {
      const verdict = verdicts[index];
      return verdict ? [{ ...object, ...verdict, errors: newErrors(object.original, object.json) }] : [];
    });
  });

  test('the API server refuses some and takes others', () => {
    expect(answers.filter(isRefused).length).toBeGreaterThan(OBJECTS / 4);
    expect(answers.filter(isTaken).length).toBeGreaterThan(OBJECTS / 4);
  });

  test('the checks take all those that the API server takes', () => {
    const wrong = answers.filter(isTaken).flatMap(({ name, json, errors }) =>
      errors
        .filter(({ rule }) => ['schema', 'names', 'constraint'].includes(rule))
        // The cluster of this test has no webhook of cert-manager.
        .filter(({ rule }) => rule !== 'constraint' || json.apiVersion !== 'cert-manager.io/v1')
        .filter(({ line }) => !STRICTER.test(line))
        .map(({ line }) => `${name}: ${line}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the checks find at least 97% of those that the API server refuses', () => {
    const refused = answers.filter(isRefused);
    const missed = refused
      .filter((answer) => answer.errors.length === 0)
      .map(({ name, message }) => `${name}: ${message.slice(0, 200)}`);
    // The list is in the message of a failure.
    expect({ missed, isEnough: missed.length <= refused.length * 0.03 }).toEqual({ missed, isEnough: true });
  });
});
