import { amountText } from '../../lib/report/amounts';

test('amounts are rounded to figures that a person compares', () => {
  expect([60, 1000, 5490, 783_340].map((cpu) => amountText('cpu', cpu))).toEqual([
    '60m',
    '1',
    '5.49',
    '783.34',
  ]);
  expect([0, 1, 96 * 2 ** 20, 2 ** 30, 11.53 * 2 ** 30].map((bytes) => amountText('memory', bytes))).toEqual([
    '0Mi',
    '1Mi',
    '96Mi',
    '1Gi',
    '11.5Gi',
  ]);
});
