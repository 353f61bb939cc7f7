import { idMask, sentenceList } from '../../lib/report/names';

test('the id of a preview is replaced where it is one', () => {
  const mask = idMask('1');
  expect(mask('1')).toBe('*');
  expect(mask('preview-task-1/app at task-1.preview.example')).toBe(
    'preview-task-*/app at task-*.preview.example',
  );
  expect(mask('app:1.0.1 of task-12 and task-1-dev')).toBe('app:1.0.1 of task-12 and task-1-dev');
});

test('lists in sentences are sorted, and short', () => {
  expect(sentenceList([])).toBe('');
  expect(sentenceList(['b', 'a', 'b'])).toBe('a and b');
  expect(sentenceList(['e', 'd', 'c', 'b', 'a'])).toBe('a, b, c, d and e');
  expect(sentenceList(['f', 'e', 'd', 'c', 'b', 'a'])).toBe('a, b, c, d and 2 more');
});
