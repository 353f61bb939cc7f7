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
    { path: 'spec.env[A]', before: { name: 'A', value: '1' } },
  ]);
});

test('the order of a set of texts has no meaning, that of arguments has', () => {
  expect(fieldChanges(of({ verbs: ['get', 'list'] }), of({ verbs: ['list', 'get'] }))).toEqual([]);
  expect(fieldChanges(of({ args: ['a', 'b'] }), of({ args: ['b', 'a'] }))).toHaveLength(2);
});

test('items of a set come and go', () => {
  const before = of({ ipBlock: { except: ['10.0.0.0/8', '192.0.2.10/32'] } });
  expect(fieldChanges(before, of({ ipBlock: { except: ['192.0.2.11/32', '10.0.0.0/8'] } }))).toEqual([
    { path: 'spec.ipBlock.except', before: '192.0.2.10/32' },
    { path: 'spec.ipBlock.except', after: '192.0.2.11/32' },
  ]);
});

const rule = (cidr: string, port = 443) => ({ to: [{ ipBlock: { cidr } }], ports: [{ port }] });

test('an inserted rule is one change, and another order of rules is none', () => {
  const egress = ['10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32'].map((cidr) => rule(cidr));
  const added = rule('10.0.0.9/32');
  expect(fieldChanges(of({ egress }), of({ egress: [added, ...egress] }))).toEqual([
    { path: 'spec.egress[0]', after: added },
  ]);
  expect(fieldChanges(of({ egress }), of({ egress: egress.slice(1) }))).toEqual([
    { path: 'spec.egress[0]', before: egress[0] },
  ]);
  expect(fieldChanges(of({ egress }), of({ egress: [...egress].reverse() }))).toEqual([]);
});

test('the field of a rule between equal rules is one change, also if a rule is inserted', () => {
  const [first, second, third] = ['10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32'].map((cidr) => rule(cidr));
  const changed = rule('10.0.0.2/32', 8443);
  const added = rule('10.0.0.9/32');
  expect(
    fieldChanges(of({ egress: [first, second, third] }), of({ egress: [first, changed, third, added] })),
  ).toEqual([
    { path: 'spec.egress[1].ports[443]', before: { port: 443 } },
    { path: 'spec.egress[1].ports[8443]', after: { port: 8443 } },
    { path: 'spec.egress[3]', after: added },
  ]);
});

test('an inserted argument is one change, and another value is another one', () => {
  const args = (...all: string[]) => of({ args: all });
  expect(fieldChanges(args('a', 'b', 'c'), args('a', 'x', 'b', 'c'))).toEqual([
    { path: 'spec.args[1]', after: 'x' },
  ]);
  expect(fieldChanges(args('a', 'b', 'c'), args('a', 'y', 'c'))).toEqual([
    { path: 'spec.args[1]', before: 'b', after: 'y' },
  ]);
});

test('long lists are compared by position', () => {
  const many = Array.from({ length: 2000 }, (_, index) => `${index}`);
  expect(fieldChanges(of({ args: many }), of({ args: [...many.slice(0, -1), 'x'] }))).toEqual([
    { path: 'spec.args[1999]', before: '1999', after: 'x' },
  ]);
});

test('an empty selector is not a missing one', () => {
  expect(fieldChanges(of({ ingress: [] }), of({ ingress: [{}] }))).toEqual([
    { path: 'spec.ingress[0]', after: {} },
  ]);
  expect(fieldChanges(of({}), of({ podSelector: {} }))).toEqual([{ path: 'spec.podSelector', after: {} }]);
});

test('a text of several lines is counted, not repeated', () => {
  expect(fieldChanges({ data: { a: 'x\ny\nz\n' } }, { data: { a: 'x\nY\nz\nw\n' } })).toEqual([
    { path: 'data.a', lines: { added: 2, removed: 1 } },
  ]);
});
