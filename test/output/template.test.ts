import fc from 'fast-check';
import { renderDocuments } from '../../lib/output/manifest';
import { ManifestTemplate } from '../../lib/output/template';
import { scalarText, stringify } from '../../lib/output/yaml';

/** Objects with values in labels, in the middle of texts, next to each other, in lists and more than once. */
const objectsOf = (id: string, host: string) => [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `task-${id}`, labels: { id, empty: '', other: 'id-of-a-task' } },
    data: { both: `${host}${id}/${id}`, url: `https://${host}.example.org`, text: 'id:\n  host\n' },
    list: [host, [`a-${host}`], { name: id, value: host }],
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: host, annotations: { '{{id}}': 'a', n: null } } },
];
const SAMPLE = { id: 'sampleid', host: 'sample' };
const template = new ManifestTemplate(objectsOf(SAMPLE.id, SAMPLE.host), SAMPLE);

const contentOf = (documents: readonly object[]) =>
  renderDocuments({ path: '', cluster: '', documents }).content;

const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abexoyn_.:+-/# '), maxLength: 12 }),
  fc.constantFrom(
    'sample',
    'sampleid',
    '1e3',
    'null',
    'y',
    '0x10',
    '168h',
    '2026-01-19T12:00:00Z',
    '$&',
    '$1',
    '',
  ),
);

test('a filled template is equal to the objects with the values', () => {
  fc.assert(
    fc.property(value, value, (id, host) => {
      const objects = objectsOf(id, host);
      expect(template.content({ id, host })).toBe(contentOf(objects));
      expect(template.objects({ id, host })).toEqual(objects);
    }),
    { numRuns: 500 },
  );
});

test('objects are filled with any values', () => {
  for (const text of ['"', '\\', 'a\nb', '\u2028', '😀'])
    expect(template.objects({ id: text, host: 'h' })).toEqual(objectsOf(text, 'h'));
});

test('fails if a value needs an escape sequence', () => {
  const message = '"task-a\\nb" cannot be filled in: render the objects without a template';
  expect(() => template.content({ id: 'a\nb', host: 'h' })).toThrow(new Error(message));
  expect(() => template.content({ id: '"', host: 'h' })).toThrow('cannot be filled in');
});

test.each<[string, object]>([
  ['is a key', { spec: { sample: 1 } }],
  ['is a part of a key', { spec: { 'a-sample': 1, b: 'sample' } }],
  ['is in a text of several lines', { spec: { text: 'a\nsample\n' } }],
  ['is in a text with quotes', { spec: { text: '- sample' } }],
])('fails if a value of the sample %s', (_, object) => {
  expect(() => new ManifestTemplate([object], { host: 'sample' })).toThrow(
    'a template needs each value of a slot in a string of one line',
  );
});

test('a string on one line has the text that a document has', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'0123456789abexoyn_.:+-/#~!@%&*|>?={}[]()$\'"\\ \n\té'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(text, (string) => {
      const scalar = scalarText(string);
      if (scalar === undefined) expect(string).toMatch(/[^ !#-[\]-~]/);
      else expect(stringify([{ a: string }])).toBe(`a: ${scalar}\n`);
    }),
    { numRuns: 2000 },
  );
});
