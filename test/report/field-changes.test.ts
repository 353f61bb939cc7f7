import { fieldChanges } from '../../lib/report/field-changes';

const of = (spec: unknown) => ({ spec });

test('quantities are compared by their values', () => {
  const before = of({ resources: { requests: { cpu: '1000m', memory: '1Gi' } } });
  expect(fieldChanges(before, of({ resources: { requests: { cpu: 1, memory: '1024Mi' } } }))).toEqual([]);
  expect(fieldChanges(before, of({ resources: { requests: { cpu: '1001m', memory: '1Gi' } } }))).toEqual([
    { path: 'spec.resources.requests.cpu', before: '1000m', after: '1001m' },
  ]);
});

test('variables and containers are found by their names', () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  expect(fieldChanges(of({ env }), of({ env: [...env].reverse() }))).toEqual([]);
  expect(fieldChanges(of({ env }), of({ env: env.slice(1) }))).toEqual([
    { path: 'spec.env[A].name', before: 'A' },
    { path: 'spec.env[A].value', before: '1' },
  ]);
});

test('the order of a set of texts has no meaning, that of arguments has', () => {
  expect(fieldChanges(of({ verbs: ['get', 'list'] }), of({ verbs: ['list', 'get'] }))).toEqual([]);
  expect(fieldChanges(of({ args: ['a', 'b'] }), of({ args: ['b', 'a'] }))).toHaveLength(2);
});

test('an empty selector is not a missing one', () => {
  expect(fieldChanges(of({ ingress: [] }), of({ ingress: [{}] }))).toEqual([
    { path: 'spec.ingress', before: '[]' },
    { path: 'spec.ingress[0]', after: '{}' },
  ]);
});

test('a text of several lines is counted, not repeated', () => {
  expect(fieldChanges({ data: { a: 'x\ny\nz\n' } }, { data: { a: 'x\nY\nz\nw\n' } })).toEqual([
    { path: 'data.a', lines: { added: 2, removed: 1 } },
  ]);
});
