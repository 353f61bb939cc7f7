import { isScalar } from 'yaml';
import { acmeEmailProblem } from '../certificates/acme';
import { firstAddress, formatIpv4, parseCidr, parseIpv4 } from '../kube/cidr';
import { dnsNameFault } from '../kube/dns-names';
import { parseQuantity } from '../kube/quantity';
import { quote } from '../kube/text';
import { type Field, integer, string } from './fields';

/**
 * A Kubernetes quantity, not negative, as it is written.
 *
 * A number without quotes is one too: `4` is the quantity "4".
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(): Field<string> {
  const text = string({ expected: 'a quantity such as 500m or 4Gi', check: quantityProblem });
  return {
    expected: text.expected,
    read(cursor) {
      const { node } = cursor;
      if (!isScalar(node) || typeof node.value !== 'number') return text.read(cursor);
      const written = node.source ?? '';
      // Kubernetes reads 0123 as 123, YAML 1.1 as 83.
      if (/^[+-]?0\d/.test(written)) return cursor.mismatch(text.expected, ': remove the leading zero');
      const problem = quantityProblem(written);
      return problem === undefined ? written : cursor.report(problem);
    },
  };
}

function quantityProblem(value: string): string | undefined {
  return parseProblem(parseQuantity, value);
}

/** The message of the error that a parser throws, if it throws one. */
function parseProblem(parse: (text: string) => unknown, value: string): string | undefined {
  try {
    parse(value);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * A moment with its time zone, as it is written: `2026-01-31T08:00:00Z`, `2026-01-31T09:00:00.5+01:00`.
 *
 * Days and times that do not exist are none, nor are leap seconds, which Go does not read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function dateTime(): Field<string> {
  const example = '2026-01-31T08:00:00Z';
  return string({
    expected: `a date and time such as ${example}`,
    check(value) {
      const name = `date ${quote(value)} is none`;
      const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-](\d\d):(\d\d))?$/;
      const match = pattern.exec(value);
      if (!match) return `${name}: write it like ${example}`;
      const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
      if (month < 1 || month > 12) return `${name}: months are 01 to 12`;
      const days = daysIn(year, month);
      if (day < 1 || day > days) return `${name}: ${match[1]}-${match[2]} has the days 01 to ${days}`;
      if (hour > 23 || minute > 59 || second > 59) return `${name}: times are 00:00:00 to 23:59:59`;
      if (match[7] === undefined)
        return `${name}: it has no time zone, add Z for UTC or an offset such as +01:00`;
      if (Number(match[8] ?? 0) > 23 || Number(match[9] ?? 0) > 59) return `${name}: offsets are up to 23:59`;
      return undefined;
    },
  });
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A time span in whole hours, as Go writes it: `168h`, from `1h` to the longest that Go holds. */
export function duration(): Field<string> {
  return string({
    expected: 'a duration such as 168h',
    check: (value) =>
      /^[1-9]\d{0,6}h$/.test(value) && Number.parseInt(value, 10) <= 2_562_047
        ? undefined
        : `duration ${quote(value)} is none: write whole hours from 1h to 2562047h, such as 168h`,
  });
}

/** An IPv4 range whose address is the first of the range: `10.0.0.0/16`. */
export function cidr(): Field<string> {
  return string({
    expected: 'an IPv4 range such as 10.0.0.0/16',
    check(value) {
      const problem = parseProblem(parseCidr, value);
      if (problem !== undefined) return problem;
      const range = parseCidr(value);
      const first = firstAddress(range);
      if (first === range.address) return undefined;
      return `IPv4 range ${quote(value)} starts inside the range: did you mean "${formatIpv4(first)}/${range.prefix}"?`;
    },
  });
}

/** An IPv4 address: `192.0.2.1`. */
export function ipv4(): Field<string> {
  return string({
    expected: 'an IPv4 address such as 192.0.2.1',
    check: (value) =>
      parseIpv4(value) === undefined
        ? `${quote(value)} is not a valid IPv4 address: write four numbers from 0 to 255, without leading zeros, such as 192.0.2.1`
        : undefined,
  });
}

/** A TCP or UDP port. */
export function port(): Field<number> {
  return integer({ expected: 'a port', min: 1, max: 65_535 });
}

/**
 * A mailbox of which Let's Encrypt makes an account: `ops@arcana.cfd`, at a domain that is somebody's. Quoted and
 * internationalized mailboxes are none here.
 */
export function emailAddress(): Field<string> {
  return string({
    expected: 'an e-mail address such as ops@arcana.cfd',
    check(value) {
      const match = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(.+\..+)$/.exec(value);
      return match && dnsNameFault(match[1]?.toLowerCase() ?? '') === undefined
        ? acmeEmailProblem(value)
        : `e-mail address ${quote(value)} is none: write it like ops@arcana.cfd`;
    },
  });
}

/**
 * A DNS name as Kubernetes takes it: labels of lower-case letters, digits and `-`, without wildcard or final dot.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function dnsName(): Field<string> {
  return string({
    expected: 'a DNS name such as app.example.org',
    check(value) {
      const fault = dnsNameFault(value);
      return fault === undefined ? undefined : `DNS name ${quote(value)} is none: ${fault}`;
    },
  });
}

/** A web address with its scheme, as it is written: `https://example.org/path`. */
export function url(): Field<string> {
  return string({
    expected: 'a URL such as https://example.org',
    check: (value) =>
      // URL.canParse alone forgives spaces around, backslashes, and `https:example.org`.
      /^https?:\/\/[^\s\\/]+[^\s\\]*$/.test(value) && URL.canParse(value)
        ? undefined
        : `URL ${quote(value)} is none: write it like https://example.org, with http or https`,
  });
}

/**
 * A CronJob's schedule in UTC: five fields of numbers or names, such as `0 2 * * *`.
 *
 * Macros such as `@daily` are none here, nor is a day 7: Kubernetes counts Sunday as 0.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function schedule(): Field<string> {
  return string({
    expected: 'a schedule such as 0 2 * * *',
    check(value) {
      const name = `schedule ${quote(value)} is none`;
      const parts = value.split(' ');
      if (parts.length !== CRON_FIELDS.length) {
        const names = CRON_FIELDS.map((field) => field.name).join(', ');
        return `${name}: write five fields with one space between them (${names}), such as 0 2 * * *`;
      }
      const fault = CRON_FIELDS.map((field, index) => cronFault(parts[index] ?? '', field)).find(Boolean);
      return fault && `${name}: ${fault}`;
    },
  });
}

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for the numbers from `min` on. */
  readonly words: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const CRON_FIELDS: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of week', min: 0, max: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

function cronFault(text: string, field: CronField): string | undefined {
  const { name, min, max, words } = field;
  const numberOf = (word: string): number => {
    const index = words.indexOf(word.toLowerCase());
    return index >= 0 ? min + index : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  };
  const right = text.split(',').every((item) => {
    const [, from = '', to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/([1-9]\d?))?$/.exec(item) ?? [];
    if (from === '*') return to === undefined && (step === undefined || Number(step) <= max);
    const first = numberOf(from);
    const last = to === undefined ? first : numberOf(to);
    return min <= first && first <= last && last <= max && (step === undefined || Number(step) <= max);
  });
  return right ? undefined : `${name} ${quote(text)} must be *, or numbers from ${min} to ${max}`;
}
