import { type LabelSelector, selects } from '../../lib/kube/labels';

const expression = (
  key: string,
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist',
  ...values: string[]
) => ({
  matchExpressions: [{ key, operator, values }],
});

test.each<[string, LabelSelector, boolean]>([
  ['the selector is empty', {}, true],
  ['a label has the value', { matchLabels: { a: '1' } }, true],
  ['a label has another value', { matchLabels: { a: '2' } }, false],
  ['one of two labels is missing', { matchLabels: { a: '1', b: '1' } }, false],
  ['In lists the value', expression('a', 'In', '1', '2'), true],
  ['In does not list the value', expression('a', 'In', '2'), false],
  ['the label of In is missing', expression('b', 'In', '2'), false],
  ['NotIn lists the value', expression('a', 'NotIn', '1'), false],
  ['the label of NotIn is missing', expression('b', 'NotIn', '1'), true],
  ['the label of Exists exists', expression('a', 'Exists'), true],
  ['the label of Exists is missing', expression('b', 'Exists'), false],
  ['the label of DoesNotExist exists', expression('a', 'DoesNotExist'), false],
  [
    'the labels match, and an expression does not',
    { matchLabels: { a: '1' }, ...expression('b', 'Exists') },
    false,
  ],
])('selects() evaluates a selector: %s', (_case, selector, selected) => {
  expect(selects(selector, { a: '1' })).toBe(selected);
});
