import { ConfigError } from '../config/problem';
import { SynthError } from '../core/topology-app';

/**
 * Runs a command: what it returns goes to stdout, and an error to stderr with exit code 1.
 *
 * An error that a person can mend is its message alone, a line for each problem. Anything else is a fault of the
 * program, and shows where it came from.
 */
export function run(command: () => string): void {
  try {
    process.stdout.write(command());
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forPeople =
    error instanceof ConfigError || error instanceof SynthError || error.constructor === Error;
  return forPeople ? error.message : (error.stack ?? error.message);
}
