import type { Progress } from '../output/progress';

/** The stream of a progress line: stderr, or a substitute in tests. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** The time before the line appears, and between two changes of it, in milliseconds. */
const DELAY = 2000;
const INTERVAL = 100;

/** To the beginning of the line, and erases the rest of it. */
const ERASE = '\r\u001B[K';

/**
 * Runs a function that reports what it does. On a terminal, the last report is shown on one line if the function takes
 * more than two seconds. The line is erased at the end, also if the function throws.
 *
 * @param now returns the time in milliseconds @default the clock of the process
 */
export function withProgress<T>(
  stream: ProgressStream,
  run: (progress: Progress) => T,
  now: () => number = () => performance.now(),
): T {
  const line = progressLine(stream, now);
  try {
    return run(line.show);
  } finally {
    line.erase();
  }
}

/** Does the same for a function that waits for other programs. */
export async function withProgressAsync<T>(
  stream: ProgressStream,
  run: (progress: Progress) => Promise<T>,
  now: () => number = () => performance.now(),
): Promise<T> {
  const line = progressLine(stream, now);
  try {
    return await run(line.show);
  } finally {
    line.erase();
  }
}

function progressLine(stream: ProgressStream, now: () => number) {
  let next = now() + DELAY;
  let isShown = false;
  const show = (text: string) => {
    const time = now();
    if (time < next) return;
    next = time + INTERVAL;
    isShown = true;
    stream.write(`${ERASE}${text.slice(0, (stream.columns || 80) - 1)}`);
  };
  const erase = () => {
    if (isShown) stream.write(ERASE);
  };
  return { show: stream.isTTY ? show : () => {}, erase };
}
