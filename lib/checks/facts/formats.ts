import { isIPv4, isIPv6 } from 'node:net';
import { parseQuantity } from '../../kube/quantity';
import { parseProblem } from '../../kube/text';

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

interface Format {
  readonly fits: (value: string | number) => boolean;
  readonly rule: string;
}

/** The checked formats besides `quantity`. Other formats, such as `int64` and `double`, accept every value. */
const FORMATS: Readonly<Record<string, Format>> = {
  byte: {
    fits: (value) => BASE64.test(String(value)),
    rule: 'must be encoded in base64: encode it, or move it to a field for plain text',
  },
  'date-time': {
    fits: (value) => DATE_TIME.test(String(value)) && !Number.isNaN(Date.parse(String(value))),
    rule: 'must be a date and time: write it like 2026-01-19T12:00:00Z',
  },
  int32: { fits: isInt32, rule: 'must be an integer of 32 bits: lower it' },
  'int-or-string': {
    fits: (value) => typeof value === 'string' || isInt32(value),
    rule: 'must be a string, or an integer of 32 bits: correct it',
  },
  ipv4: { fits: (value) => isIPv4(String(value)), rule: 'must be an IPv4 address: write it like 192.0.2.1' },
  ipv6: {
    fits: (value) => isIPv6(String(value)),
    rule: 'must be an IPv6 address: write it like 2001:db8::1',
  },
};

/** The reason why a value does not have a format of Kubernetes' schemas; undefined if it does. */
export function formatProblem(format: string, value: string | number): string | undefined {
  if (format === 'quantity') return quantityProblem(String(value));
  const known = FORMATS[format];
  return known === undefined || known.fits(value) ? undefined : known.rule;
}

function isInt32(value: string | number): boolean {
  return Number(value) === (Number(value) | 0);
}

/** The problems of quantities by their text: clusters have thousands of quantities with few values. */
const quantityProblems = new Map<string, string | undefined>();

function quantityProblem(quantity: string): string | undefined {
  if (!quantityProblems.has(quantity)) quantityProblems.set(quantity, parseProblem(parseQuantity, quantity));
  return quantityProblems.get(quantity);
}
