import { describeAdmissionPolicies } from './admission-policies';
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
      expect(changesOfApply(folder)).toEqual([]);
    });

    test('leaves no difference', () => {
      expect(tryKubectl(['diff', '-f', folder])).toMatchObject({ status: 0, stdout: '' });
    });

    describeAdmissionPolicies();
  });
}

/**
 * Applies a folder, and returns the lines about objects that have changed.
 *
 * kubectl always reports `configured` for a PodDisruptionBudget: its selector is replaced instead of merged, so that the
 * patch is never empty. The API server changes nothing, as `kubectl diff` shows.
 *
 * @see https://github.com/Azure/eno/pull/246
 */
export function changesOfApply(folder: string): string[] {
  const lines = kubectl(['apply', '-f', folder]).trim().split('\n');
  return lines.filter((line) => !/ unchanged$|^poddisruptionbudget\.policy\/\S+ configured$/.test(line));
}
