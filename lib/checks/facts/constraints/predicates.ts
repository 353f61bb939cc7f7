import { isIP } from 'node:net';
import { list } from '../../engine/finding';
import { type Check, check } from './constraint';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a field is missing for an API server, which does not distinguish missing fields from empty ones. */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) && value.length === 0;
}

/** A number from a minimum to a maximum. */
export function range(minimum: number, maximum = Number.POSITIVE_INFINITY): Check {
  const rule = maximum === Number.POSITIVE_INFINITY ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
  return check<number>((value) =>
    value >= minimum && value <= maximum ? undefined : `out of range: use a number ${rule}`,
  );
}

/** One of some texts. A missing value is valid: the API server uses its default. */
export function oneOf(...values: readonly string[]): Check {
  return check<string>((value) =>
    value === '' || values.includes(value)
      ? undefined
      : `not supported: use ${values.length > 1 ? 'one of ' : ''}${list(values)}`,
  );
}

/** A text of a pattern and a maximum length. */
export function text(what: string, pattern: RegExp, rule: string, maximum = Number.POSITIVE_INFINITY): Check {
  return check<string>((value) => {
    if (value.length > maximum) return `${value.length} characters; the maximum is ${maximum}: shorten it`;
    return pattern.test(value) ? undefined : `not a valid ${what}: use ${rule}`;
  });
}

/** As another check, for values that are not empty. */
export function unlessEmpty(inner: Check): Check {
  return (value) => (value === '' ? undefined : inner(value));
}

/** Fields that must be present and not empty. */
export function needs(...fields: readonly string[]): Check {
  return check<Fields>((value) => {
    const missing = fields.find((field) => isMissing(value[field]));
    return missing === undefined
      ? undefined
      : { at: missing, value: value[missing], problem: 'required field is missing or empty: set it' };
  });
}

/** Exactly one field of some. */
export function exactlyOne(...fields: readonly string[]): Check {
  const [few, many] = [atLeastOne(...fields), atMostOne(...fields)];
  return (value) => few(value) ?? many(value);
}

/** At least one field of some. */
export function atLeastOne(...fields: readonly string[]): Check {
  return check<Fields>((value) =>
    fields.some((field) => !isMissing(value[field]))
      ? undefined
      : { value: undefined, problem: `has none of the fields ${list(fields)}: add one` },
  );
}

/** At most one field of some. */
export function atMostOne(...fields: readonly string[]): Check {
  return check<Fields>((value) => {
    const present = fields.filter((field) => !isMissing(value[field]));
    if (present.length < 2) return undefined;
    return {
      value: undefined,
      problem: `has the fields ${present.join(' and ')}, which exclude each other: keep one of them`,
    };
  });
}

/** A list without two items with the same values of some fields, or without equal items. */
export function unique(...fields: readonly string[]): Check {
  return check<readonly unknown[]>((items) => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const values = fields.map((field) => (item as Fields)[field]);
      const key = JSON.stringify(fields.length === 0 ? item : values);
      const isEmpty = fields.length > 0 && values.every(isMissing);
      if (!isEmpty && seen.has(key)) {
        const shown = values.filter((value) => !isMissing(value)).join(' ');
        const value = fields.length === 0 ? item : shown;
        return {
          at: `[${index}]`,
          value,
          problem: `an item before it has the same ${fields.length === 0 ? 'value' : fields.join(' and ')}: change or remove one of them`,
        };
      }
      seen.add(key);
    }
    return undefined;
  });
}

/** A list, map or text that is not empty. */
export const filled = check<object | string>((value) => {
  const size = typeof value === 'string' ? value.length : Object.keys(value).length;
  return size > 0 ? undefined : 'empty: add a value, or remove the field';
});

/** A field that must not be set here. */
export function forbidden(remedy: string): Check {
  return (value) => (isMissing(value) ? undefined : { problem: `not allowed here: ${remedy}` });
}

export const PORT = range(1, 65_535);

/** The number of a port, or its name. */
export const PORT_OR_NAME = check<number | string>((value) =>
  typeof value === 'number' ? PORT(value) : PORT_NAME(value),
);

export const PORT_NAME = text(
  'port name',
  /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
  'lower-case letters, digits and single hyphens, with at least one letter',
  15,
);

export const LABEL = text(
  'DNS label',
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  'lower-case letters, digits and hyphens',
  63,
);

export const SUBDOMAIN = text(
  'DNS name',
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  'lower-case letters, digits, hyphens and dots, with a letter or digit at both ends',
  253,
);

/** An optional name: an empty text is valid. */
export const OPTIONAL_NAME = unlessEmpty(SUBDOMAIN);

/** The name of an object that a URL contains. */
export const PATH_SEGMENT = text(
  'name',
  /^(?!\.{1,2}$)[^/%]+$/,
  'a name other than . and .., without / and %',
);

/** A key of a ConfigMap or a Secret. */
export const CONFIG_KEY = text(
  'key',
  /^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]+$/,
  'letters, digits, hyphens, dots and underscores',
  253,
);

/** A key of a label, an annotation, a taint or a resource. */
export const QUALIFIED_NAME = text(
  'key',
  /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
  'name or example.com/name, with at most 63 letters, digits, hyphens, dots and underscores in the name',
  317,
);

export const LABEL_VALUE = text(
  'label value',
  /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/,
  'letters, digits, hyphens, dots and underscores, with a letter or digit at both ends',
  63,
);

export const IP = check<string>((value) =>
  isIP(value) === 0 ? 'not a valid IP address: write it like 10.0.0.1' : undefined,
);

/** A range of IPv4 or IPv6 addresses. */
export const CIDR = check<string>((value) => {
  const [address = '', prefix = '', ...rest] = value.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  const isValid =
    isIP(address) !== 0 && /^(0|[1-9]\d*)$/.test(prefix) && Number(prefix) <= bits && rest.length === 0;
  return isValid ? undefined : 'not a valid range of IP addresses: write it like 10.0.0.0/16';
});

/** A number of pods, or a percentage of them such as `25%`. */
export const COUNT_OR_PERCENT = check<number | string>((value) => {
  if (typeof value === 'number') return value >= 0 ? undefined : 'negative: use a number of at least 0';
  return /^\d+%$/.test(value) ? undefined : 'not a number or a percentage: write it like 1 or 25%';
});

/** {@link COUNT_OR_PERCENT} of at most 100%. */
export const COUNT_OR_SHARE = check<number | string>(
  (value) =>
    COUNT_OR_PERCENT(value) ??
    (typeof value === 'string' && Number.parseInt(value, 10) > 100 ? 'more than 100%: lower it' : undefined),
);

export const SIZE = check<string | number>((value) =>
  Number.parseFloat(String(value)) > 0 ? undefined : 'must be greater than 0: raise it',
);

/** The bits of a file's permissions. */
export const MODE = range(0, 0o777);
