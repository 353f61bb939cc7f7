import {
  cidrContains,
  firstAddress,
  formatIpv4,
  isDocumentationRange,
  parseCidr,
  parseIpv4,
} from '../kube/cidr';
import { dnsNameFault } from '../kube/dns-names';
import { parseHours } from '../kube/go-duration';
import { parseQuantity } from '../kube/quantity';
import { parseProblem, quote } from '../kube/text';
import { type Field, integer, invalid, string } from './fields';

/**
 * A Kubernetes quantity that is not negative, as it is written.
 *
 * A number needs no quotes: `4` is the quantity "4".
 *
 * @param minimum the least valid value @default 0
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(minimum = '0'): Field<string> {
  return string({
    noun: 'a quantity',
    example: '500m or 4Gi',
    pattern: /^\+?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/,
    check(value) {
      const problem = parseProblem(parseQuantity, value);
      if (problem !== undefined || parseQuantity(value) >= parseQuantity(minimum)) return problem;
      return `quantity ${quote(value)} is less than ${minimum}: write at least ${minimum}`;
    },
    // Kubernetes reads 0123 as 123, YAML 1.1 as 83.
    numbers: /^[+-]?(?!0\d)/,
    numberRemedy: 'remove the leading zero',
  });
}

/**
 * A date and time with its time zone, as it is written: `2026-01-31T08:00:00Z`, `2026-01-31T09:00:00.5+01:00`.
 *
 * Days and times that do not exist are refused. So are leap seconds, which Go does not read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function dateTime(): Field<string> {
  const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-](\d\d):(\d\d))?$/;
  const ruleFor = (match: RegExpExecArray): string | undefined => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
    if (month < 1 || month > 12) return 'months are 01 to 12';
    const days = daysIn(year, month);
    if (day < 1 || day > days) return `${match[1]}-${match[2]} has the days 01 to ${days}`;
    if (hour > 23 || minute > 59 || second > 59) return 'times are 00:00:00 to 23:59:59';
    if (match[7] === undefined) return 'it has no time zone, add Z for UTC or an offset such as +01:00';
    return Number(match[8] ?? 0) > 23 || Number(match[9] ?? 0) > 59 ? 'offsets are up to 23:59' : undefined;
  };
  return string({
    noun: 'a date and time',
    example: '2026-01-31T08:00:00Z',
    pattern,
    check(value) {
      const match = pattern.exec(value);
      const rule = match && ruleFor(match);
      return rule ? invalid(value, 'date and time', rule) : undefined;
    },
  });
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A duration in whole hours: `168h`, from `1h` to the maximum of Go. */
export function duration(): Field<string> {
  return string({
    noun: 'a duration',
    example: '168h',
    pattern: /^[1-9]\d{0,6}h$/,
    check: (value) => parseProblem(parseHours, value),
  });
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `${OCTET}(\\.${OCTET}){3}`;

/**
 * Warns about an address for documentation, which is a placeholder for one that only the owner knows.
 *
 * @param real the value to write instead
 */
function placeholder(value: string, cidr: string, real: string): string | undefined {
  return isDocumentationRange(cidr) ? `${quote(value)} is a placeholder: write ${real}` : undefined;
}

/**
 * An IPv4 range whose address is the first of the range: `10.0.0.0/16`.
 *
 * @param real the value to write instead of a placeholder, and how to find it, for the warning @default 'the real range'
 * @param minPrefix the shortest valid prefix @default 0
 */
export function cidr(real = 'the real range', minPrefix = 0): Field<string> {
  return string({
    noun: 'an IPv4 range',
    example: '10.0.0.0/16',
    pattern: new RegExp(`^${IPV4}/(3[0-2]|[12]?\\d)$`),
    check(value) {
      const problem = parseProblem(parseCidr, value);
      if (problem !== undefined) return problem;
      const range = parseCidr(value);
      if (range.prefix < minPrefix)
        return `IPv4 range ${quote(value)} is larger than a network can be: write a prefix of at least /${minPrefix}`;
      const first = firstAddress(range);
      if (first === range.address) return undefined;
      return `IPv4 range ${quote(value)} starts inside the range: did you mean "${formatIpv4(first)}/${range.prefix}"?`;
    },
    warn: (value) => placeholder(value, value, real),
  });
}

/** The ranges that no machine can have: this network, loopback, link-local, multicast and reserved. */
const NO_MACHINE = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'];

/**
 * The IPv4 address of a machine: `192.0.2.1`.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
export function ipv4(): Field<string> {
  return string({
    noun: 'an IPv4 address',
    example: '192.0.2.1',
    pattern: new RegExp(`^${IPV4}$`),
    remedy: 'write four numbers from 0 to 255, without leading zeros, such as 192.0.2.1',
    check(value) {
      if (parseIpv4(value) === undefined) return undefined;
      const range = NO_MACHINE.find((reserved) => cidrContains(reserved, `${value}/32`));
      return (
        range &&
        `IPv4 address ${quote(value)} is in ${range}, which no machine can have: write its real address`
      );
    },
    warn: (value) => placeholder(value, `${value}/32`, 'the real address'),
  });
}

/**
 * The port of a program that does not run as root. Only root may use the ports below 1024.
 *
 * @see https://man7.org/linux/man-pages/man7/capabilities.7.html CAP_NET_BIND_SERVICE
 */
export function unprivilegedPort(): Field<number> {
  return port({ min: 1024 });
}

/** A TCP or UDP port. */
export function port({ min = 1 } = {}): Field<number> {
  return integer({ noun: 'a port', min, max: 65_535 });
}

/** A UUID: `01234567-89ab-cdef-0123-456789abcdef`. */
export function uuid(): Field<string> {
  return string({
    noun: 'a UUID',
    example: '01234567-89ab-cdef-0123-456789abcdef',
    pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  });
}

/**
 * An e-mail address: `ops@arcana.cfd`. Quoted and internationalized addresses are refused.
 *
 * @param check returns the problem of a valid address, such as one that the certificate authority refuses
 */
export function emailAddress(check?: (email: string) => string | undefined): Field<string> {
  const label = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
  const pattern = new RegExp(`^[\\w.!#$%&'*+/=?^\`{|}~-]{1,64}@(?=.{1,253}$)${label}(\\.${label})+$`);
  return string({
    noun: 'an e-mail address',
    example: 'ops@arcana.cfd',
    pattern,
    check: (value) => (pattern.test(value) ? check?.(value) : undefined),
  });
}

/** A DNS-1123 label or subdomain. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * A DNS name as Kubernetes accepts it: labels of lower-case letters, digits and `-`, without wildcard or final dot.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function dnsName(): Field<string> {
  return string({
    noun: 'a DNS name',
    example: 'app.example.org',
    pattern: DNS_NAME,
    check(value) {
      const fault = dnsNameFault(value);
      return fault === undefined ? undefined : invalid(value, 'DNS name', fault);
    },
  });
}

/**
 * The name of a bucket of an S3-compatible store.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketName(): Field<string> {
  return string({
    noun: 'a bucket name',
    example: 'backups-of-example',
    pattern: /^(?!\d+(\.\d+){3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    remedy:
      'write 3 to 63 lower-case letters, digits, hyphens and single dots, with a letter or digit at both ends',
  });
}

/** A web address with its scheme, as it is written: `https://example.org/path`. */
export function url(): Field<string> {
  const remedy = 'write it like https://example.org, with http or https';
  return string({
    noun: 'a URL',
    example: 'https://example.org',
    // URL.canParse() alone accepts surrounding spaces, backslashes and `https:example.org`.
    pattern: /^https?:\/\/[^\s\\/]+[^\s\\]*$/,
    remedy,
    check: (value) => (URL.canParse(value) ? undefined : invalid(value, 'URL', remedy)),
  });
}

/**
 * The schedule of a CronJob in UTC: five fields of numbers or names, such as `0 2 * * *`.
 *
 * Macros such as `@daily` are refused. So is day 7, because Kubernetes counts Sunday as 0.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function schedule(): Field<string> {
  return string({
    noun: 'a schedule',
    example: '0 2 * * *',
    pattern: /^[^\s@]+( [^\s@]+){4}$/,
    check(value) {
      const parts = value.split(' ');
      const names = CRON_FIELDS.map((field) => field.name).join(', ');
      const count = `write five fields with one space between them (${names}), such as 0 2 * * *`;
      if (parts.length !== CRON_FIELDS.length) return invalid(value, 'schedule', count);
      const fault = CRON_FIELDS.map((field, index) => cronFault(parts[index] ?? '', field)).find(Boolean);
      if (fault !== undefined) return invalid(value, 'schedule', fault);
      return isNever(parts)
        ? `schedule ${quote(value)} never runs: no month in it has day ${parts[2]}; write another day`
        : undefined;
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

/**
 * Whether a valid schedule has only days that do not exist, such as February 30. If the day of the week is restricted,
 * either of the two days is enough.
 */
function isNever([, , days = '', months = '', weekdays = '']: readonly string[]): boolean {
  const [, , dayField, monthField] = CRON_FIELDS;
  if (!dayField || !monthField || !weekdays.startsWith('*')) return false;
  const firstDay = Math.min(...firstNumbers(days, dayField));
  return monthsOf(months, monthField).every((month) => firstDay > daysIn(2024, month));
}

/** The first number of each item of a field. */
function firstNumbers(text: string, field: CronField): number[] {
  return text.split(',').map((item) => cronNumber(item.replace(/[-/].*/, ''), field));
}

/** The months of a field. */
function monthsOf(text: string, field: CronField): number[] {
  return text.split(',').flatMap((item) => {
    const [range = '', step = '1'] = item.split('/');
    const [from = '', to] = range.split('-');
    const first = cronNumber(from, field);
    const isOpen = from === '*' || (to === undefined && item.includes('/'));
    const last = isOpen ? field.max : to === undefined ? first : cronNumber(to, field);
    const count = Math.floor((last - first) / Number(step)) + 1;
    return Array.from({ length: count }, (_, index) => first + index * Number(step));
  });
}

/** The number of a word or of digits; the first one of the field for `*`, and NaN for anything else. */
function cronNumber(word: string, { min, words }: CronField): number {
  if (word === '*') return min;
  const index = words.indexOf(word.toLowerCase());
  return index >= 0 ? min + index : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
}

function cronFault(text: string, field: CronField): string | undefined {
  const { name, min, max } = field;
  const right = text.split(',').every((item) => {
    const [, from = '', to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/([1-9]\d?))?$/.exec(item) ?? [];
    if (from === '*') return to === undefined && (step === undefined || Number(step) <= max);
    const first = cronNumber(from, field);
    const last = to === undefined ? first : cronNumber(to, field);
    return min <= first && first <= last && last <= max && (step === undefined || Number(step) <= max);
  });
  return right ? undefined : `${name} ${quote(text)} must be *, or numbers from ${min} to ${max}`;
}
