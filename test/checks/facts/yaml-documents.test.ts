import { yamlDocuments } from '../../../lib/checks/facts/yaml-documents';

test('the documents of a text are returned, and parsed once', () => {
  const text = 'a: 1\n---\nb: 2\n';
  expect(yamlDocuments(text)).toEqual([{ a: 1 }, { b: 2 }]);
  expect(yamlDocuments(text)).toBe(yamlDocuments(text));
  expect(yamlDocuments('')).toEqual([]);
});

test('fails if the text is not valid YAML, each time', () => {
  for (let time = 0; time < 2; time++) expect(() => yamlDocuments('a: [')).toThrow('unexpected end');
});
