import { isScalar, type Scalar } from 'yaml';
import { nearest, quote } from '../kube/text';
import type { Cursor, Entry } from './cursor';
import type { JsonSchema } from './json-schema';
import type { Path } from './problem';

/** The declaration of a value in a configuration file: its TypeScript type, its JSON schema and its reader. */
export interface Field<T> {
  /** The value in words, with an article: `a list`. */
  readonly expected: string;
  /** The JSON schema, for editors. It accepts at least all values that `read` accepts. */
  readonly schema: JsonSchema;
  /** Returns the value, or undefined after reporting a problem at the cursor. */
  readonly read: (cursor: Cursor) => T | undefined;
}

/** The field of a key that may be absent. */
export interface OptionalField<T> extends Field<T> {
  /** The value of an absent key. */
  readonly absent: T;
}

/** Reports a problem with the value at a path. If the file has no such value, the line is that of its nearest parent. */
export type Report = (path: Path, message: string) => void;

/** The 1-based line of the value at a path, for messages that refer to a second place. */
export type LineOf = (path: Path) => number;

/** A rule about several values. Its paths start at the value that has the rule. */
export interface RuleProps<T> {
  /** Invalid values are undefined: the rule also runs if some are, so that all problems are reported at once. @default none */
  readonly check?: (value: T, report: Report, lineOf: LineOf) => void;
}

/** The rules for a mapping. */
export interface ObjectProps<T> extends RuleProps<T> {
  /** Keys of earlier versions, and for each the remedy. They are reported as unknown. @default none */
  readonly former?: ReadonlyMap<string, string>;
}

/** The TypeScript type of the values that a field reads. */
export type Infer<F> = F extends OptionalField<infer T> ? T : F extends Field<infer T> ? T : never;

type Shape = Readonly<Record<string, Field<unknown>>>;
type OmittableKey<S extends Shape> = { [K in keyof S]: undefined extends Infer<S[K]> ? K : never }[keyof S];
type Simplify<T> = { [K in keyof T]: T[K] };
type ObjectOf<S extends Shape> = Simplify<
  { readonly [K in Exclude<keyof S, OmittableKey<S>>]: Infer<S[K]> } & {
    readonly [K in OmittableKey<S>]?: Infer<S[K]>;
  }
>;

/** A field with a description, which editors show. */
export function described<F extends Field<unknown>>(description: string, field: F): F {
  return { ...field, schema: { ...field.schema, description } };
}

/** A mapping with the given keys and no others. A key is required unless its field is `optional`. */
export function object<const S extends Shape>(
  shape: S,
  props: ObjectProps<Partial<ObjectOf<NoInfer<S>>>> = {},
): Field<ObjectOf<S>> {
  const expected = 'a mapping';
  // A Map has no inherited keys such as `constructor`.
  const fields = new Map<string, Field<unknown> | OptionalField<unknown>>(Object.entries(shape));
  const schema = {
    type: 'object',
    properties: Object.fromEntries([...fields].map(([key, field]) => [key, field.schema])),
    required: [...fields].filter(([, field]) => !('absent' in field)).map(([key]) => key),
    additionalProperties: false,
  };
  return declare(expected, schema, (cursor) => {
    const entries = cursor.entries();
    if (!entries) return cursor.mismatch(expected);
    const values = new Map<string, unknown>();
    for (const entry of entries) {
      const field = fields.get(entry.key);
      const unknown = () => reportUnknown(cursor, entry, fields, values, props.former?.get(entry.key));
      values.set(entry.key, field ? field.read(entry.value) : unknown());
    }
    for (const [key, field] of fields) {
      if (values.has(key)) continue;
      if (!('absent' in field))
        values.set(key, cursor.report(`missing key ${quote(key)}, expected ${field.expected}`));
      else if (field.absent !== undefined) values.set(key, field.absent);
    }
    const valid = [...values].filter(([, value]) => value !== undefined);
    const read = Object.fromEntries(valid) as ObjectOf<S>;
    props.check?.(read, ...cursor.ruleTools());
    return valid.length === values.size ? read : undefined;
  });
}

/** A key that may be absent; if it is present, it must have a value. */
export function optional<T>(field: Field<T>): OptionalField<T | undefined>;
/** A key with a default; if it is present, it must have a value. */
export function optional<T>(field: Field<T>, absent: NoInfer<T>): OptionalField<T>;
export function optional<T>(field: Field<T>, absent?: T): OptionalField<T | undefined> {
  const schema = absent === undefined ? field.schema : { ...field.schema, default: absent };
  return { ...field, schema, absent };
}

/** The rules for a list. */
export interface ListProps<T> extends RuleProps<readonly (T | undefined)[]> {
  /** The remedy for an empty list, such as `add a port`. @default a list may be empty */
  readonly ifEmpty?: string;
}

/** A list. */
export function list<T>(item: Field<T>, props: ListProps<NoInfer<T>> = {}): Field<readonly T[]> {
  const expected = 'a list';
  const { ifEmpty } = props;
  const schema = { type: 'array', items: item.schema, minItems: ifEmpty === undefined ? undefined : 1 };
  return declare(expected, schema, (cursor) => {
    const items = cursor.items();
    if (!items) return cursor.mismatch(expected, hintIfEmpty(cursor, ifEmpty ?? 'write [] for an empty one'));
    if (items.length === 0 && ifEmpty !== undefined) return cursor.report(`is empty: ${ifEmpty}`);
    const values = items.map((entry) => item.read(entry));
    props.check?.(values, ...cursor.ruleTools());
    return complete(values);
  });
}

/** The rules for the keys of a mapping. */
export interface MapProps {
  /** Returns the problem of a key. @default none: any string can be a key, even `__proto__` */
  readonly keyProblem?: (key: string) => string | undefined;
}

/** A mapping with free keys, in the order of the file. */
export function map<T>(of: Field<T>, props: MapProps = {}): Field<ReadonlyMap<string, T>> {
  const expected = 'a mapping';
  return declare(expected, { type: 'object', additionalProperties: of.schema }, (cursor) => {
    const entries = cursor.entries();
    if (!entries) return cursor.mismatch(expected, hintIfEmpty(cursor, 'write {} for an empty one'));
    const pairs = entries.map(({ key, keyProblem, keyOffset, value: at }): [string, T] | undefined => {
      const value = of.read(at);
      if (keyProblem !== undefined) return cursor.report(keyProblem, keyOffset);
      const problem = props.keyProblem?.(key);
      if (problem !== undefined) return at.report(problem, keyOffset);
      return value === undefined ? undefined : [key, value];
    });
    const read = complete(pairs);
    return read && new Map(read);
  });
}

/** The rules for a string. */
export interface StringProps {
  /** The value in words, with an article: `a URL`. @default 'a string' */
  readonly noun?: string;
  /** A valid value, for messages. @default none */
  readonly example?: string;
  /** The pattern of valid values, which editors check as well. @default any string that is not empty */
  readonly pattern?: RegExp;
  /** The remedy for a value that does not match the pattern. @default 'write it like ' and the example */
  readonly remedy?: string;
  /** Returns the problem of a value. It runs before the pattern is checked, to explain more than the pattern can. @default none */
  readonly check?: (value: string) => string | undefined;
  /** Returns the warning about a valid value. @default none */
  readonly warn?: (value: string) => string | undefined;
  /** The numbers that are read as they are written, without quotes. @default none */
  readonly numbers?: RegExp;
  /** The remedy for any other number. @default 'put it in quotes', if the number is valid in quotes */
  readonly numberRemedy?: string;
}

/** A string that is not empty. Numbers, booleans and null are refused: `0123` and `1e3` would become other texts. */
export function string(props: StringProps = {}): Field<string> {
  const { noun = 'a string', example, pattern, numbers } = props;
  const remedy = props.remedy ?? `write it like ${example}`;
  const problemOf = (value: string): string | undefined =>
    props.check?.(value) ??
    (pattern?.test(value) === false ? invalid(value, noun.replace(/^an? /, ''), remedy) : undefined);
  const schema = {
    type: numbers ? ['string', 'number'] : 'string',
    ...(pattern ? { pattern: pattern.source } : { minLength: 1 }),
  };
  const expected = example === undefined ? noun : `${noun} such as ${example}`;
  return scalar(expected, schema, ({ value, source = '' }, cursor) => {
    const isNumber = typeof value === 'number';
    const text = isNumber && numbers?.test(source) ? source : value;
    if (text === '') return cursor.mismatch(expected);
    const problem = problemOf(typeof text === 'string' ? text : source);
    if (typeof text === 'string') {
      const warning = problem === undefined ? props.warn?.(text) : undefined;
      if (warning !== undefined) cursor.warn(warning);
      return problem === undefined ? text : cursor.report(problem);
    }
    if (isNumber && props.numberRemedy) return cursor.mismatch(expected, `: ${props.numberRemedy}`);
    const isQuotable = source !== '' && problem === undefined;
    return cursor.mismatch(expected, isQuotable ? `: put it in quotes, ${quote(source)}` : '');
  });
}

/** The message about an invalid value. */
export function invalid(value: string, name: string, remedy: string): string {
  return `${quote(value)} is not a valid ${name}: ${remedy}`;
}

/** The limits of a whole number, both inclusive. */
export interface IntegerProps {
  /** The value in words, with an article. @default 'a whole number' */
  readonly noun?: string;
  /** @default Number.MIN_SAFE_INTEGER */
  readonly min?: number;
  /** @default Number.MAX_SAFE_INTEGER */
  readonly max?: number;
}

/** A whole number in decimal digits. `0123`, `0x10` and `1e3` are refused, because YAML parsers read them differently. */
export function integer({ noun = 'a whole number', min, max }: IntegerProps = {}): Field<number> {
  const expected = noun + range(min, max);
  const schema = { type: 'integer', minimum: min, maximum: max };
  return scalar(expected, schema, ({ value, source = '' }, cursor) => {
    const digits = /^-?(0|[1-9]\d*)$/;
    if (typeof value === 'string' && digits.test(value))
      return cursor.mismatch(expected, ': remove the quotes');
    if (typeof value !== 'number') return cursor.mismatch(expected);
    if (!digits.test(source)) return cursor.mismatch(expected, ': write it in decimal digits');
    const isInRange = Number.isSafeInteger(value) && value >= (min ?? value) && value <= (max ?? value);
    return isInRange ? value : cursor.mismatch(expected);
  });
}

/** `true` or `false`. The `yes` and `on` of YAML 1.1 are strings. */
export function boolean(): Field<boolean> {
  const expected = 'true or false';
  return scalar(expected, { type: 'boolean' }, ({ value }, cursor) =>
    typeof value === 'boolean' ? value : cursor.mismatch(expected),
  );
}

/** One of the given strings. */
export function oneOf<const T extends readonly string[]>(...values: T): Field<T[number]> {
  const expected = `one of ${values.map(quote).join(', ')}`;
  return scalar(expected, { enum: values }, ({ value }, cursor) => {
    if (typeof value !== 'string') return cursor.mismatch(expected);
    if (values.includes(value)) return value;
    const near = nearest(value, values);
    return cursor.mismatch(expected, near === undefined ? '' : `: did you mean ${quote(near)}?`);
  });
}

function declare<T>(expected: string, schema: JsonSchema, read: (cursor: Cursor) => T | undefined): Field<T> {
  return { expected, schema, read };
}

/** A field whose value is neither a list nor a mapping. */
function scalar<T>(
  expected: string,
  schema: JsonSchema,
  read: (scalar: Scalar, cursor: Cursor) => T | undefined,
): Field<T> {
  const description = expected.replace(/^./, (letter) => letter.toUpperCase());
  return declare(expected, { ...schema, description }, (cursor) =>
    isScalar(cursor.node) ? read(cursor.node, cursor) : cursor.mismatch(expected),
  );
}

/** Reports an unknown key. A known key that is similar is not reported as missing. */
function reportUnknown(
  cursor: Cursor,
  { key, keyProblem, keyOffset }: Entry,
  fields: ReadonlyMap<string, unknown>,
  values: Map<string, unknown>,
  remedy: string | undefined,
): undefined {
  if (keyProblem !== undefined) return cursor.report(keyProblem, keyOffset);
  const known = [...fields.keys()];
  const near = nearest(key, known);
  if (near !== undefined && !values.has(near)) values.set(near, undefined);
  const hint = near === undefined ? `expected one of: ${known.join(', ')}` : `did you mean ${quote(near)}?`;
  return cursor.report(`unknown key ${quote(key)}${remedy ? `: ${remedy}` : `, ${hint}`}`, keyOffset);
}

/** The values if none of them is undefined. */
function complete<T>(values: readonly (T | undefined)[]): T[] | undefined {
  return values.includes(undefined) ? undefined : (values as T[]);
}

function hintIfEmpty({ node }: Cursor, remedy: string): string {
  return node === null || (isScalar(node) && node.value === null) ? `: ${remedy}` : '';
}

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return max === undefined ? '' : ` of at most ${max}`;
  return max === undefined ? ` of at least ${min}` : ` from ${min} to ${max}`;
}
