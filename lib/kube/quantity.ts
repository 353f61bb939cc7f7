/** Nano-units in one unit of each suffix: Kubernetes keeps nine decimal places. */
const NANO_UNITS: ReadonlyMap<string, bigint> = new Map([
  ['n', 1n],
  ['u', 10n ** 3n],
  ['m', 10n ** 6n],
  ['', 10n ** 9n],
  ...['k', 'M', 'G', 'T', 'P', 'E'].map((suffix, index) => [suffix, 10n ** BigInt(12 + 3 * index)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (suffix, index) => [suffix, 10n ** 9n * 1024n ** BigInt(index + 1)] as const,
  ),
]);

const LARGEST = 2n ** 63n - 1n;

/**
 * A Kubernetes quantity as a number in base units: cores, bytes, pieces.
 *
 * `500m` is 0.5, `4Gi` is 4294967296. Whole numbers are exact up to 2^53; others are the nearest number, so sums of cores
 * are better made of `parseCpu`. What is finer than a nano-unit is rounded up, as Kubernetes does.
 *
 * @throws Error for what is no quantity, and for what Kubernetes takes but no request, limit or quota may be: a negative
 * one, and one above 2^63 - 1, which Kubernetes would lower to that.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number {
  return Number(`${nanoUnits(text)}e-9`);
}

/**
 * A quantity of CPU in thousandths of a core, a whole number.
 *
 * `500m` is 500, `1.5` is 1500. What is finer is rounded up, as Kubernetes does.
 *
 * @throws Error as `parseQuantity` does.
 */
export function parseCpu(text: string): number {
  return Number(divideUp(nanoUnits(text), 10n ** 6n));
}

/**
 * Thousandths of a core as a quantity: 500 is `500m`, 2000 is `2`.
 *
 * @throws Error if it is no whole number from 0 up.
 */
export function formatCpu(milli: number): string {
  demandWhole('cpu in thousandths of a core', milli);
  return milli % 1000 === 0 ? `${milli / 1000}` : `${milli}m`;
}

/**
 * Bytes as a quantity, with the largest binary suffix that is exact: 1610612736 is `1536Mi`, 1000 is `1000`.
 *
 * @throws Error if it is no whole number from 0 up.
 */
export function formatMemory(bytes: number): string {
  demandWhole('memory in bytes', bytes);
  const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  let value = bytes;
  let index = 0;
  while (value > 0 && value % 1024 === 0 && index < suffixes.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${value}${suffixes[index]}`;
}

function nanoUnits(text: string): bigint {
  const name = `quantity ${JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text)}`;
  // Bounded in length and exponent, because 10 to the power of 999999999 would take minutes and gigabytes.
  const parts = /^(?=.{1,60}$)([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3})|([A-Za-z]*))$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0', suffix = ''] = parts ?? [];
  const unit = NANO_UNITS.get(suffix);
  if (!parts || `${whole}${fraction}` === '' || unit === undefined) {
    const suffixes = 'm, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei';
    throw new Error(`${name} is none: write a number, alone or with ${suffixes}, such as 500m, 1.5 or 4Gi`);
  }
  if (sign === '-') throw new Error(`${name} is negative: write one from 0 up`);
  const value = BigInt(`${whole}${fraction}`) * unit;
  const power = Number(exponent) - fraction.length;
  const nano = power < 0 ? divideUp(value, 10n ** BigInt(-power)) : value * 10n ** BigInt(power);
  if (nano > LARGEST * 10n ** 9n)
    throw new Error(`${name} is too large: kubernetes holds no more than ${LARGEST}`);
  return nano;
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

function demandWhole(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`${what} is ${value}: it must be a whole number from 0 up`);
  }
}
