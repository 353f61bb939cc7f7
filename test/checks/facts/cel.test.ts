import { celProblem } from '../../../lib/checks/facts/cel';

test.each([
  "object.metadata.name != 'db'",
  '!(object.metadata.name in [\'a\', "b"]) && size(object.spec.x) <= 3 // all',
  'object.spec.containers.all(c, has(c.image) ? c.image.matches(r"^a\\.b/") : -1 == 2.5e3)',
  "{'a': 1}['a'] == 1 || [1, 2].exists(x, x % 2 == 0) || b'x' == '''a\nb'''",
  '',
])('the expression %j has no syntax error', (expression) => {
  expect(celProblem(expression)).toBe(undefined);
});

test.each([
  ['a === b', '"=== b" is not valid: correct the expression'],
  ['a = b', '"= b" is not valid: correct the expression'],
  ["a == 'b", '"\'b" is not valid: correct the expression'],
  ['a & b', '"& b" is not valid: correct the expression'],
  ['(a in [b)', '")" closes no bracket before ")": correct the brackets'],
  ['size(a', '")" is missing at the end: close the bracket'],
  ['a and b', 'an operator is missing before "and b": write one, such as && or =='],
  ["a 'b'", 'an operator is missing before "\'b\'": write one, such as && or =='],
])('the expression %j has a syntax error', (expression, problem) => {
  expect(celProblem(expression)).toBe(problem);
});
