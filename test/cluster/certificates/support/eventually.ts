/**
 * Repeats a check every second until it does not throw, and returns its result.
 *
 * @throws the error of the last check, after the given number of seconds
 */
export async function eventually<T>(check: () => T | Promise<T>, seconds: number): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
