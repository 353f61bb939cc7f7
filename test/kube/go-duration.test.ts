import { Duration } from 'cdk8s';
import { goDuration, parseHours } from '../../lib/kube/go-duration';

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
