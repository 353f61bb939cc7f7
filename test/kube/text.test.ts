import { nearest, quote } from '../../lib/kube/text';

test('a text is quoted, escaped and shortened', () => {
  expect(quote('a "b"\n')).toBe('"a \\"b\\"\\n"');
  expect(quote('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  expect(quote('x'.repeat(61))).toBe(`"${'x'.repeat(59)}…"`);
});

test('the nearest candidate is the one with the fewest edits, whatever its case', () => {
  expect(nearest('proejcts', ['previews', 'projects'])).toBe('projects');
  expect(nearest('http', ['HTTP', 'HTTPS'])).toBe('HTTP');
});

test('no candidate is near if more than a third of it differs', () => {
  expect(nearest('colour', ['domain', 'projects'])).toBeUndefined();
  expect(nearest('no', ['ip'])).toBeUndefined();
});
