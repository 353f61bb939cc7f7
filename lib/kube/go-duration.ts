import type { Duration } from 'cdk8s';

/**
 * A time span as Go writes it, in the largest unit that needs no fraction: `720h`, `90m`, `45s`.
 *
 * @throws Error if it is no whole number of seconds
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}
