/** A violated constraint. */
export interface Violation {
  /** The path below the constrained field, such as `[1].name`. @default the field itself */
  readonly at?: string;
  /** @default the value of the constrained field */
  readonly value?: unknown;
  /** The problem and the remedy. */
  readonly problem: string;
}

/** Returns the problem of a value, or the violation below it; undefined if the value is valid. */
export type Check = (value: unknown) => string | Violation | undefined;

/**
 * Constraints by type and path.
 *
 * A type is a definition of `imports/schemas`, such as `Probe` or `ServiceSpec`, or a kind, and its constraints apply
 * wherever it occurs: those of `Container` in every pod template. A path is that of a field in the type:
 *
 * - `''`: the object itself
 * - `a.b`: a field, if it is present
 * - `a[*]`: each item of a list
 * - `a{*}`: each value of a map
 * - `a{key}`: each key of a map
 */
export type Constraints = Readonly<Record<string, Readonly<Record<string, Check | readonly Check[]>>>>;

/** A constraint of a value whose type the schema guarantees: an object with a schema error is not checked. */
export function check<T>(test: (value: T) => ReturnType<Check>): Check {
  return (value) => test(value as T);
}

/** A part of a value, and its path. */
export interface Part {
  readonly field: string;
  readonly value: unknown;
}

const NONE: readonly Part[] = [];

/** Returns the parts of a value that a path of {@link Constraints} describes, without fields that are missing or null. */
export function compilePath(path: string): (start: Part) => readonly Part[] {
  const steps = path.match(/[A-Za-z0-9_]+|\[\*\]|\{\*\}|\{key\}/g) ?? [];
  return (start) => {
    let parts: readonly Part[] = [start];
    for (const step of steps) parts = parts.flatMap((part) => below(part, step));
    return parts;
  };
}

function below({ field, value }: Part, step: string): readonly Part[] {
  if (step === '[*]')
    return (value as unknown[])
      .map((item, index) => ({ field: `${field}[${index}]`, value: item }))
      .filter(isPresent);
  const entries = value as Readonly<Record<string, unknown>>;
  if (step === '{*}')
    return Object.entries(entries)
      .map(([key, item]) => ({ field: `${field}["${key}"]`, value: item }))
      .filter(isPresent);
  if (step === '{key}') return Object.keys(entries).map((key) => ({ field, value: key }));
  const part = entries[step];
  if (isAbsent(part)) return NONE;
  return [{ field: field === '' ? step : `${field}.${step}`, value: part }];
}

function isPresent({ value }: Part): boolean {
  return !isAbsent(value);
}

/** Whether a field is missing or null. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
