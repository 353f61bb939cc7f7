import { type LabelSelector, selects } from '../../lib/kube/labels';

const expression = (
  key: string,
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist',
  ...values: string[]
) => ({
  matchExpressions: [{ key, operator, values }],
});

test.each<[string, LabelSelector, boolean]>([
  ['nothing is asked', {}, true],
  ['a label is the same', { matchLabels: { a: '1' } }, true],
  ['a label is another', { matchLabels: { a: '2' } }, false],
  ['one of two labels is missing', { matchLabels: { a: '1', b: '1' } }, false],
  ['a value is listed', expression('a', 'In', '1', '2'), true],
  ['a value is not listed', expression('a', 'In', '2'), false],
  ['no value is there to be listed', expression('b', 'In', '2'), false],
  ['a listed value is not wanted', expression('a', 'NotIn', '1'), false],
  ['a missing label is not wanted', expression('b', 'NotIn', '1'), true],
  ['a label is there', expression('a', 'Exists'), true],
  ['a label is not there', expression('b', 'Exists'), false],
  ['a label is not to be there', expression('a', 'DoesNotExist'), false],
  ['labels and expressions must both hold', { matchLabels: { a: '1' }, ...expression('b', 'Exists') }, false],
])('when %s', (_case, selector, selected) => {
  expect(selects(selector, { a: '1' })).toBe(selected);
});
