import { quote } from './text';

/** The number of nano-units in one unit of each suffix. Kubernetes keeps nine decimal places. */
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

/** The maximum in base units. */
const MAXIMUM = 2n ** 63n - 1n;

/**
 * A Kubernetes quantity as a number in base units: cores, bytes, pieces.
 *
 * `500m` is 0.5, `4Gi` is 4294967296. Whole numbers are exact up to 2^53. Other values are the nearest number: use
 * {@link parseCpu} for sums of cores. Fractions of a nano-unit are rounded up, as in Kubernetes.
 *
 * @throws Error if the text is not a quantity, or if no request, limit or quota can have it: a negative quantity, and one
 * above 2^63 - 1, which Kubernetes would reduce to that maximum
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number {
  return Number(`${nanoUnits(text)}e-9`);
}

/**
 * A quantity of CPU in thousandths of a core, a whole number.
 *
 * `500m` is 500, `1.5` is 1500. Smaller fractions are rounded up, as in Kubernetes.
 *
 * @throws Error in the same cases as {@link parseQuantity}
 */
export function parseCpu(text: string): number {
  return Number(divideUp(nanoUnits(text), 10n ** 6n));
}

/**
 * The quantity for thousandths of a core: `500m` for 500, `2` for 2000.
 *
 * @throws Error if the number is negative or not whole
 */
export function formatCpu(milli: number): string {
  requireWhole('cpu in thousandths of a core', milli);
  return milli % 1000 === 0 ? `${milli / 1000}` : `${milli}m`;
}

/**
 * The quantity for a number of bytes, with the largest binary suffix that is exact: `1536Mi` for 1610612736, `1000` for
 * 1000.
 *
 * @throws Error if the number is negative or not whole
 */
export function formatMemory(bytes: number): string {
  requireWhole('memory in bytes', bytes);
  const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  let value = bytes;
  let index = 0;
  while (value > 0 && value % 1024 === 0 && index < suffixes.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${value}${suffixes[index]}`;
}

/** The unit of a number: thousandths of a core, bytes, or pieces. */
export type Unit = 'cpu' | 'memory' | 'count';

/** The text of a number of a unit: `1500m`, `2Gi`, `25`. Fractions of bytes are rounded up, as in Kubernetes. */
export function formatAmount(unit: Unit, amount: number): string {
  if (unit === 'count') return `${amount}`;
  return unit === 'cpu' ? formatCpu(amount) : formatMemory(Math.ceil(amount));
}

function nanoUnits(text: string): bigint {
  // The length and the exponent are bounded, because 10 to the power of 999999999 would take minutes and gigabytes.
  const parts = /^(?=.{1,60}$)([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3})|([A-Za-z]*))$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0', suffix = ''] = parts ?? [];
  const unit = NANO_UNITS.get(suffix);
  if (!parts || `${whole}${fraction}` === '' || unit === undefined) {
    const suffixes = 'm, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei';
    throw new Error(
      `quantity ${quote(text)} is invalid: write a number, alone or with ${suffixes}, such as 500m, 1.5 or 4Gi`,
    );
  }
  if (sign === '-') throw new Error(`quantity ${quote(text)} is negative: the minimum is 0`);
  const value = BigInt(`${whole}${fraction}`) * unit;
  const power = Number(exponent) - fraction.length;
  const nano = power < 0 ? divideUp(value, 10n ** BigInt(-power)) : value * 10n ** BigInt(power);
  if (nano > MAXIMUM * 10n ** 9n)
    throw new Error(`quantity ${quote(text)} is too large: the maximum is ${MAXIMUM}`);
  return nano;
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

function requireWhole(what: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`${what} is ${value}: it must be a whole number of at least 0`);
  }
}
