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

test('alternatives that differ in the value of a field are valid if the field is missing: its default decides', () => {
  const alternatives = [
    { properties: { type: { enum: ['IPAddress'] } } },
    { properties: { type: { not: { enum: ['IPAddress'] } } } },
  ];
  expect(schemaProblems({ oneOf: alternatives }, { value: '203.0.113.7' })).toEqual([]);
  expect(schemaProblems({ oneOf: alternatives.slice(0, 1) }, { type: 'Hostname' })).toHaveLength(1);
});
