import { isMap, isScalar } from 'yaml';
import { nearest, quote } from '../kube/text';
import type { Cursor, Entry } from './cursor';
import type { Path } from './problem';

/** The description of a value in a configuration file: how it is read, and what to call it in messages. */
export interface Field<T> {
  /** What the value has to be, with its article: `a list`. */
  readonly expected: string;
  /** The value; undefined if it is wrong, which is reported at the cursor by then. */
  readonly read: (cursor: Cursor) => T | undefined;
}

/** The field of a key that may be left out. */
export interface OptionalField<T> extends Field<T> {
  readonly absent: () => T;
}

/** Says what is wrong with the value at a path; one that the file does not hold is shown at its nearest parent. */
export type Report = (path: Path, message: string) => void;

/** The 1-based line of the value at a path, for messages that refer to a second place. */
export type LineOf = (path: Path) => number;

/** A rule over several values. Its paths start at the value that the rule belongs to. */
export interface RuleProps<T> {
  /** Called even if some values are wrong, which are undefined then: all problems come at once. @default none */
  readonly check?: (value: T, report: Report, lineOf: LineOf) => void;
}

/** The TypeScript type of what a field reads. */
export type Infer<F> = F extends OptionalField<infer T> ? T : F extends Field<infer T> ? T : never;

type Shape = Readonly<Record<string, Field<unknown>>>;
type OmittableKey<S extends Shape> = { [K in keyof S]: undefined extends Infer<S[K]> ? K : never }[keyof S];
type Simplify<T> = { [K in keyof T]: T[K] };
type ObjectOf<S extends Shape> = Simplify<
  { readonly [K in Exclude<keyof S, OmittableKey<S>>]: Infer<S[K]> } & {
    readonly [K in OmittableKey<S>]?: Infer<S[K]>;
  }
>;

/** A mapping with the given keys and no others; each is required unless its field is `optional`. */
export function object<const S extends Shape>(
  shape: S,
  props: RuleProps<Partial<ObjectOf<NoInfer<S>>>> = {},
): Field<ObjectOf<S>> {
  // Not looked up in the shape itself, where a key `constructor` would be found.
  const fields = new Map(Object.entries(shape));
  const expected = 'a mapping';
  return {
    expected,
    read(cursor) {
      const entries = cursor.entries();
      if (!entries) return cursor.mismatch(expected);
      const values: Record<string, unknown> = {};
      const explained = new Set<string>();
      let complete = true;
      for (const entry of entries) {
        const field = fields.get(entry.key);
        const value = field
          ? field.read(entry.value)
          : reportUnknown(cursor, entry, [...fields.keys()], explained);
        explained.add(entry.key);
        if (value === undefined) complete = false;
        else values[entry.key] = value;
      }
      for (const [key, field] of fields) {
        if (explained.has(key)) continue;
        if ('absent' in field) {
          const fallback = (field as OptionalField<unknown>).absent();
          if (fallback !== undefined) values[key] = fallback;
        } else {
          cursor.report(`missing key ${quote(key)}, expected ${field.expected}`);
          complete = false;
        }
      }
      props.check?.(values as Partial<ObjectOf<S>>, ...cursor.ruleTools());
      return complete ? (values as ObjectOf<S>) : undefined;
    },
  };
}

/** A key that may be left out; a key that is there must have a value. */
export function optional<T>(field: Field<T>): OptionalField<T | undefined>;
/** A key that stands for `fallback` where it is left out; a key that is there must have a value. */
export function optional<T>(field: Field<T>, fallback: NoInfer<T>): OptionalField<T>;
export function optional<T>(field: Field<T>, fallback?: T): OptionalField<T | undefined> {
  return { ...field, absent: () => fallback };
}

/** A list of any length. */
export function list<T>(
  item: Field<T>,
  props: RuleProps<readonly (NoInfer<T> | undefined)[]> = {},
): Field<readonly T[]> {
  const expected = 'a list';
  return {
    expected,
    read(cursor) {
      const items = cursor.items();
      if (!items) return cursor.mismatch(expected, isEmpty(cursor) ? ': write [] for an empty one' : '');
      const values = items.map((entry) => item.read(entry));
      props.check?.(values, ...cursor.ruleTools());
      return complete(values);
    },
  };
}

/** A mapping whose keys are free, in the file's order; any string may be a key, `__proto__` too. */
export function map<T>(of: Field<T>): Field<ReadonlyMap<string, T>> {
  const expected = 'a mapping';
  return {
    expected,
    read(cursor) {
      const entries = cursor.entries();
      if (!entries) return cursor.mismatch(expected, isEmpty(cursor) ? ': write {} for an empty one' : '');
      const pairs = entries.map(({ key, keyProblem, keyOffset, value: at }): [string, T] | undefined => {
        const value = of.read(at);
        if (keyProblem !== undefined) return cursor.report(keyProblem, keyOffset);
        return value === undefined ? undefined : [key, value];
      });
      const read = complete(pairs);
      return read && new Map(read);
    },
  };
}

/** What may be demanded of a string. */
export interface StringProps {
  /** What the string has to be, with its article. @default 'a string' */
  readonly expected?: string;
  /** Says what is wrong with a value, if anything is. @default any string that is not empty */
  readonly check?: (value: string) => string | undefined;
}

/** A string that is not empty. Numbers, booleans and null are none: `0123` and `1e3` would arrive as other texts. */
export function string(props: StringProps = {}): Field<string> {
  const expected = props.expected ?? 'a string';
  const check = props.check ?? (() => undefined);
  return {
    expected,
    read(cursor) {
      const { node } = cursor;
      if (!isScalar(node)) return cursor.mismatch(expected);
      if (typeof node.value !== 'string') {
        const written = node.source ?? '';
        const quotable = written !== '' && check(written) === undefined;
        return cursor.mismatch(expected, quotable ? `: put it in quotes, ${quote(written)}` : '');
      }
      const problem = node.value === '' ? `expected ${expected}, found an empty string` : check(node.value);
      return problem === undefined ? node.value : cursor.report(problem);
    },
  };
}

/** The bounds of a whole number, both included. */
export interface IntegerProps {
  /** What to call it in messages, with its article. @default 'a whole number' */
  readonly expected?: string;
  /** @default Number.MIN_SAFE_INTEGER */
  readonly min?: number;
  /** @default Number.MAX_SAFE_INTEGER */
  readonly max?: number;
}

/** A whole number in decimal digits; `0123`, `0x10` and `1e3` are none, as parsers do not agree about them. */
export function integer(props: IntegerProps = {}): Field<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = props;
  const expected = `${props.expected ?? 'a whole number'}${range(props)}`;
  return {
    expected,
    read(cursor) {
      const { node } = cursor;
      if (!isScalar(node)) return cursor.mismatch(expected);
      const digits = /^-?(0|[1-9]\d*)$/;
      if (typeof node.value === 'string' && digits.test(node.value)) {
        return cursor.mismatch(expected, ': remove the quotes');
      }
      if (typeof node.value !== 'number') return cursor.mismatch(expected);
      if (!digits.test(node.source ?? '')) return cursor.mismatch(expected, ': write it in decimal digits');
      return node.value >= min && node.value <= max ? node.value : cursor.mismatch(expected);
    },
  };
}

/** `true` or `false`; YAML 1.1's `yes` and `on` are strings. */
export function boolean(): Field<boolean> {
  const expected = 'true or false';
  return {
    expected,
    read: (cursor) =>
      isScalar(cursor.node) && typeof cursor.node.value === 'boolean'
        ? cursor.node.value
        : cursor.mismatch(expected),
  };
}

/** One of the given strings. */
export function oneOf<const T extends readonly string[]>(...values: T): Field<T[number]> {
  const expected = `one of ${values.map(quote).join(', ')}`;
  return {
    expected,
    read(cursor) {
      const value = isScalar(cursor.node) ? cursor.node.value : undefined;
      if (typeof value !== 'string') return cursor.mismatch(expected);
      if (values.includes(value)) return value;
      const near = nearest(value, values);
      return cursor.mismatch(expected, near === undefined ? '' : `: did you mean ${quote(near)}?`);
    },
  };
}

/** Names the key that was probably meant, which is then not reported as missing as well. */
function reportUnknown(cursor: Cursor, entry: Entry, known: string[], explained: Set<string>): undefined {
  const { key, keyProblem, keyOffset } = entry;
  if (keyProblem !== undefined) return cursor.report(keyProblem, keyOffset);
  const near = nearest(key, known);
  if (near !== undefined) explained.add(near);
  const hint = near === undefined ? `expected one of: ${known.join(', ')}` : `did you mean ${quote(near)}?`;
  return cursor.report(`unknown key ${quote(key)}, ${hint}`, keyOffset);
}

/** The values if all of them could be read. */
function complete<T>(values: readonly (T | undefined)[]): T[] | undefined {
  return values.includes(undefined) ? undefined : (values as T[]);
}

function isEmpty({ node }: Cursor): boolean {
  return !isMap(node) && (node === null || (isScalar(node) && node.value === null));
}

function range({ min, max }: IntegerProps): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` from ${min} up`;
  return max === undefined ? '' : ` up to ${max}`;
}
