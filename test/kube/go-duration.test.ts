import { Duration } from 'cdk8s';
import { goDuration, parseHours, secondsOf } from '../../lib/kube/go-duration';

test('parseHours() returns the number of hours of a duration', () => {
  expect(parseHours('1h')).toBe(1);
  expect(parseHours('168h')).toBe(168);
  expect(parseHours('2562047h')).toBe(2_562_047);
  expect(parseHours(goDuration(Duration.days(30)))).toBe(720);
});

test.each(['', '0h', '7d', '72h30m', '1.5h', '0168h', '-1h', '2562048h', '24H', '24'])(
  'fails if the duration is %j',
  (text) => {
    expect(() => parseHours(text)).toThrow(
      new Error(`"${text}" is not a valid duration: write whole hours from 1h to 2562047h, such as 168h`),
    );
  },
);

test.each([
  ['2160h', 7_776_000],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['100ms', 0.1],
  ['90d', undefined],
  ['24', undefined],
  ['', undefined],
])('secondsOf(%j) is %j', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
