import { checkBroken, type Workshop } from '../../support/sound-cluster';

/**
 * Tests that a rule reports a violation.
 *
 * @param change breaks a valid cluster
 * @param messages all findings of the rule
 */
export function reports(
  rule: string,
  violation: string,
  change: (workshop: Workshop) => void,
  messages: readonly string[],
  options?: Parameters<typeof checkBroken>[1],
): void {
  test(`${rule} reports ${violation}`, () => {
    const { all } = checkBroken(change, options);
    expect(all.filter((line) => line.endsWith(`[${rule}]`))).toEqual(messages);
  });
}
