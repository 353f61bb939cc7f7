import { kubectl, tryKubectl } from './kubectl';

/** The tests that every cluster's folder of dist/ must pass on an empty cluster; registered first in each file. */
export function describeApply(cluster: string): void {
  const folder = `dist/${cluster}`;

  describe(`kubectl apply -f ${folder}`, () => {
    test('succeeds the first time, every field being known to the API server, without a warning', () => {
      const { status, stderr } = tryKubectl(['apply', '--validate=strict', '-f', folder]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });

    test('changes nothing the second time', () => {
      const lines = kubectl(['apply', '-f', folder]).trim().split('\n');
      expect(lines.filter((line) => !line.endsWith(' unchanged') && !isUnchangedBudget(line))).toEqual([]);
    });

    test('leaves no difference', () => {
      expect(tryKubectl(['diff', '-f', folder])).toMatchObject({ status: 0, stdout: '' });
    });
  });
}

/**
 * kubectl says `configured` of every PodDisruptionBudget, always: its selector is replaced rather than merged, so that
 * the patch is never empty. The API server then changes nothing, which `kubectl diff` shows.
 *
 * @see https://github.com/Azure/eno/pull/246
 */
function isUnchangedBudget(line: string): boolean {
  return /^poddisruptionbudget\.policy\/\S+ configured$/.test(line);
}
