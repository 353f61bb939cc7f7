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
])('%j is converted to the DNS label %j', (name, label) => {
  expect(toDnsLabel(name)).toBe(label);
});

test('the result of a conversion is a DNS label, unless it is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 63 }), (name) => {
      const label = toDnsLabel(name);
      return label === '' || dnsLabelProblem(label) === undefined;
    }),
  );
});

test('a DNS label is converted to itself', () => {
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
  ['a'.repeat(64), undefined, `"${'a'.repeat(59)}…" has 64 characters; the maximum is 63`],
  ['abcd', 3, '"abcd" has 4 characters; the maximum is 3'],
])('fails if the label is %j', (label, maximum, problem) => {
  expect(dnsLabelProblem(label, maximum)).toBe(problem);
});
