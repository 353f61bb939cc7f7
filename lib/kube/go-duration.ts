import type { Duration } from 'cdk8s';
import { quote } from './text';

/**
 * A duration in Go's notation, in the largest unit that needs no fraction: `720h`, `90m`, `45s`.
 *
 * @throws Error if it is not a whole number of seconds
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

/** The maximum of a duration of Go, in hours. Go counts nanoseconds in 64 bits. */
const MAX_HOURS = 2_562_047;

/**
 * The number of hours of a duration such as `168h`.
 *
 * @throws Error if the text is not a number of whole hours, from `1h` to the maximum of Go
 */
export function parseHours(text: string): number {
  const hours = /^[1-9]\d{0,6}h$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (hours <= MAX_HOURS) return hours;
  throw new Error(
    `${quote(text)} is not a valid duration: write whole hours from 1h to ${MAX_HOURS}h, such as 168h`,
  );
}

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * The seconds of a duration such as `2160h` or `1h30m`; undefined if it is not valid.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function secondsOf(duration: string): number | undefined {
  if (!/^([\d.]+(ns|us|µs|ms|[smh]))+$/.test(duration)) return undefined;
  const parts = [...duration.matchAll(/([\d.]+)([a-zµ]+)/g)];
  return parts.reduce((sum, [, value, unit = '']) => sum + Number(value) * (SECONDS[unit] ?? 0), 0);
}
