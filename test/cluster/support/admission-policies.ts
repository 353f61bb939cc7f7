import { getAll } from './kubectl';

interface Policy {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly object[] };
  };
}

/**
 * Tests that the API server finds no type error in the expressions of all admission policies of a cluster.
 *
 * An apply succeeds in spite of type errors. The policy fails when it is evaluated.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking
 */
export function describeAdmissionPolicies(): void {
  test('the expressions of all admission policies have no type errors', async () => {
    const read = () => getAll<Policy>('validatingadmissionpolicies');
    // A controller checks the types after the apply.
    for (let waited = 0; waited < 60 && read().some(({ status }) => !status?.observedGeneration); waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 500));
    const wrong = read().filter(
      ({ status }) =>
        !status?.observedGeneration || (status.typeChecking?.expressionWarnings ?? []).length > 0,
    );
    expect(wrong.map(({ metadata, status }) => ({ name: metadata.name, status }))).toEqual([]);
  });
}
