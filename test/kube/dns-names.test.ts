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
    '"" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ],
  [
    '-a',
    undefined,
    '"-a" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ],
  [
    'A',
    undefined,
    '"A" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
  ],
  ['a'.repeat(64), undefined, `"${'a'.repeat(64)}" has 64 characters; the maximum is 63`],
  ['abcd', 3, '"abcd" has 4 characters; the maximum is 3'],
])('fails if a label is %j', (label, longest, problem) => {
  expect(dnsLabelProblem(label, longest)).toBe(problem);
});
