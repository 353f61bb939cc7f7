import type { Manifest } from '../../../../lib/report/isolation/manifests';
import {
  type Answers,
  connect,
  differenceOf,
  type Question,
  questionsOf,
} from '../../../support/isolation/connect';
import { type AskedCell, isolationMatrix } from '../../../support/isolation/matrix';
import { kubectl } from '../../support/kubectl';
import { listOf } from '../../support/pods';
import { prepare } from './prepare';

/**
 * Tests that real connections agree with the isolation matrix of a cluster, and that they do not if a policy is broken.
 *
 * @param policy the policy to break, as `namespace/name`
 */
export function describeNetwork(cluster: string, policy: string): void {
  const matrix = isolationMatrix(cluster);
  const questions = questionsOf(matrix.cells);
  beforeAll(() => prepare(matrix));

  test(`${questions.length} connections in ${cluster} are open or closed as the policies decide`, () => {
    expect(connect(questions)).toEqual({ differences: [], unanswered: [] });
  });

  describe(`if the policy ${policy}`, () => {
    const isPolicy = ({ kind, metadata: { namespace, name } }: Manifest) =>
      kind === 'NetworkPolicy' && `${namespace}/${name}` === policy;
    const original = matrix.files.flatMap(({ json }) => json.filter(isPolicy));
    const near = questionsOf(matrix.cells.filter((cell) => isNear(cell, policy)));
    afterEach(() => kubectl(['apply', '-f', '-'], listOf(original)));

    /** The differences that packets must show with other objects in the place of the policy. */
    const expectedIf = (change: (manifest: Manifest) => Manifest[]) => {
      const changed = matrix.cellsIf((manifest) => (isPolicy(manifest) ? change(manifest) : [manifest]));
      const cells = matrix.cells.filter(({ allowed }, index) => allowed !== changed[index]?.allowed);
      return questionsOf(cells).map(differenceOf);
    };

    test('is deleted, exactly the connections that it allows are reported', async () => {
      const expected = expectedIf(() => []);
      kubectl(['delete', '-f', '-'], listOf(original));
      expect(await reportOf(near, expected.length)).toEqual({ differences: expected, unanswered: [] });
    });

    test('allows everything, exactly the connections that it denies are reported', async () => {
      const expected = expectedIf((manifest) => [opened(manifest)]);
      kubectl(['apply', '-f', '-'], listOf(original.map(opened)));
      expect(await reportOf(near, expected.length)).toEqual({ differences: expected, unanswered: [] });
    });
  });
}

/** Whether an end of a connection is in the namespace of a policy, which has no effect on other connections. */
function isNear({ from, to }: AskedCell, policy: string): boolean {
  const namespace = policy.slice(0, policy.indexOf('/'));
  return to.block === namespace || from.name.startsWith(`${namespace}/`);
}

/** A policy for the same pods that allows every connection. */
function opened(manifest: Manifest): Manifest {
  const { podSelector } = manifest.spec;
  return {
    ...manifest,
    spec: { podSelector, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] },
  };
}

/** The answers as soon as they have a number of differences, or the fifth ones: the engine must read the new policy. */
async function reportOf(questions: readonly Question[], differences: number): Promise<Answers> {
  expect(differences).toBeGreaterThan(0);
  for (let tries = 1; ; tries += 1) {
    const answers = connect(questions);
    if (tries === 5 || answers.differences.length === differences) return answers;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
