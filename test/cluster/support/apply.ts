import { kubectl, tryKubectl } from './kubectl';

/** Tests of the folder of a cluster on an empty cluster. They must come first in each file. */
export function describeApply(cluster: string): void {
  const folder = `dist/${cluster}`;

  describe(`kubectl apply -f ${folder}`, () => {
    test('succeeds the first time without a warning, and the API server knows every field', () => {
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
 * Whether a line is about a PodDisruptionBudget, for which kubectl always reports `configured`.
 *
 * Its selector is replaced instead of merged, so that the patch is never empty. The API server changes nothing, as
 * `kubectl diff` shows.
 *
 * @see https://github.com/Azure/eno/pull/246
 */
function isUnchangedBudget(line: string): boolean {
  return /^poddisruptionbudget\.policy\/\S+ configured$/.test(line);
}
