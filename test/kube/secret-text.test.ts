import { performance } from 'node:perf_hooks';
import { describeSecret, isPlaceholder, secretsIn } from '../../lib/kube/secret-text';

test('secretsIn() returns each secret with its kind and offset', () => {
  const token = `glpat-${'a1'.repeat(10)}`;
  expect([...secretsIn(`a ${token} b redis://:correct-horse@c`)]).toEqual([
    { kind: 'a GitLab token', text: token, index: 2 },
    { kind: 'a password in a URL', text: 'correct-horse', index: 40 },
  ]);
});

test('describeSecret() shows at most four characters, and at most a quarter of a secret', () => {
  expect(describeSecret({ kind: 'a token', text: 'abcdefgh'.repeat(4) })).toBe(
    'a token ("abcd…", 32 characters)',
  );
  expect(describeSecret({ kind: 'a token', text: 'abcdefgh' })).toBe('a token ("ab…", 8 characters)');
});

test.each(['<password>', '$(PASSWORD)', '$PASSWORD', '{{ .password }}', '****', '%s'])(
  'isPlaceholder() accepts %s',
  (value) => {
    expect(isPlaceholder(value)).toBe(true);
  },
);

test('secretsIn() takes time in proportion to a text', () => {
  const start = performance.now();
  for (const part of ['a://', 'a.', ':AA', 'eyJaaaaaaaaaa.', 'server=', '-----BEGIN PRIVATE KEY-----'])
    Array.from(secretsIn(part.repeat(20_000)));
  expect(performance.now() - start).toBeLessThan(2_000);
});
