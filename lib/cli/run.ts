import { ConfigError } from '../config/problem';
import { SynthError } from '../core/topology-app';

/**
 * Runs a command. Its result is written to stdout; an error is written to stderr and sets the exit code.
 *
 * For an error that a person can fix, only the message is written, with one problem on each line. For all other errors,
 * which are bugs of this program, the stack is written, too.
 *
 * @param failed the exit code of an error @default 1
 */
export function run(command: () => string, failed = 1): void {
  try {
    process.stdout.write(command());
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = failed;
  }
}

/** Runs a command that waits for other programs, as {@link run} does. */
export async function runAsync(command: () => Promise<string>, failed = 1): Promise<void> {
  try {
    process.stdout.write(await command());
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = failed;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMessageSufficient =
    error instanceof ConfigError || error instanceof SynthError || error.constructor === Error;
  return isMessageSufficient ? error.message : (error.stack ?? error.message);
}
