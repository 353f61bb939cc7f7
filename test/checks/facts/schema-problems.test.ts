import { readSchema } from '../../../imports/json-schema';
import { schemaProblems } from '../../../lib/checks/facts/schema-problems';

/** The problems of a BackendTrafficPolicy with a limit for buffered requests. */
function problemsOf(limit: string) {
  const schema = readSchema('gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy');
  const spec = {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'api' }],
    requestBuffer: { limit },
  };
  return schemaProblems(schema ?? {}, { spec }).map(({ field }) => field);
}

test('a value must match every schema of allOf', () => {
  expect(problemsOf('50Mi')).toEqual([]);
  // A valid quantity, but not a positive number of bytes.
  expect(problemsOf('50m')).toEqual(['spec.requestBuffer.limit']);
});
