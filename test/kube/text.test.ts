import { counted, nearest, quote } from '../../lib/kube/text';

test('quote() quotes, escapes and shortens a text', () => {
  expect(quote('a "b"\n')).toBe('"a \\"b\\"\\n"');
  expect(quote('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  expect(quote('x'.repeat(61))).toBe(`"${'x'.repeat(59)}…"`);
  expect(quote(`${'x'.repeat(58)}😀😀`)).toBe(`"${'x'.repeat(58)}…"`);
});

test('quote() shows invisible characters and letters that look like Latin ones by their code points', () => {
  expect(quote('a\u00a0b\u200b\u043e\u{1d173}\uff41')).toBe('"a\\u00a0b\\u200b\\u043e\\u{1d173}\\uff41"');
  expect(quote('Müller 漢字 😀')).toBe('"Müller 漢字 😀"');
});

test('nearest() returns the candidate with the fewest edits, ignoring case', () => {
  expect(nearest('proejcts', ['previews', 'projects'])).toBe('projects');
  expect(nearest('http', ['HTTP', 'HTTPS'])).toBe('HTTP');
});

test('nearest() returns undefined if more than a third of every candidate differs', () => {
  expect(nearest('colour', ['domain', 'projects'])).toBeUndefined();
  expect(nearest('no', ['ip'])).toBeUndefined();
});

test('numbers have their nouns', () => {
  expect([counted(1, 'pod'), counted(2, 'pod')]).toEqual(['1 pod', '2 pods']);
});
