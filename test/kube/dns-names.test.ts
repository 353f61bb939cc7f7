import fc from 'fast-check';
import { dnsLabelProblem, toDnsLabel } from '../../lib/kube/dns-names';

test.each([
  ['my-project', 'my-project'],
  ['My Project', 'my-project'],
  ['--a__b--', 'a-b'],
  ['Ünïcode', 'n-code'],
  ['a'.repeat(70), 'a'.repeat(70)],
  ['***', ''],
  ['constructor', 'constructor'],
  ['__proto__', 'proto'],
])('%j becomes %j', (name, label) => {
  expect(toDnsLabel(name)).toBe(label);
});

test('what is left of a name is a DNS label, unless it is empty or too long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 63 }), (name) => {
      const label = toDnsLabel(name);
      return label === '' || dnsLabelProblem(label) === undefined;
    }),
  );
});

test('a label is its own label', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9]([a-z0-9]|-[a-z0-9]){0,20}$/),
      (label) => toDnsLabel(label) === label,
    ),
  );
});

test.each([
  [
    '',
    undefined,
    '"" is no DNS label: lower-case letters, digits and hyphens, the first and the last no hyphen',
  ],
  [
    '-a',
    undefined,
    '"-a" is no DNS label: lower-case letters, digits and hyphens, the first and the last no hyphen',
  ],
  [
    'A',
    undefined,
    '"A" is no DNS label: lower-case letters, digits and hyphens, the first and the last no hyphen',
  ],
  ['a'.repeat(64), undefined, `"${'a'.repeat(64)}" has 64 characters, and 63 fit`],
  ['abcd', 3, '"abcd" has 4 characters, and 3 fit'],
])('fails if a label is %j', (label, longest, problem) => {
  expect(dnsLabelProblem(label, longest)).toBe(problem);
});
