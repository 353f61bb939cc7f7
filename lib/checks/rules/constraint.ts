import type { Finding } from '../engine/finding';
import { perObject } from '../engine/per-object';
import type { Rule } from '../engine/rule';
import { CONSTRAINTS, type Constraint } from '../facts/constraints';
import { type Check, isAbsent } from '../facts/constraints/constraint';
import { problemsOf } from '../facts/schemas';
import { type TypedValue, typedValues } from '../facts/typed-values';

const NONE: readonly Constraint[] = [];

export const constraint: Rule = {
  id: 'constraint',
  group: 'objects',
  title:
    'Every object satisfies the constraints of its kind that no schema contains: ranges, names, duplicates, and fields that need or exclude each other.',
  protects: 'The API server rejects the object.',
  *check(cluster): Iterable<Finding> {
    // Only the types of an object without schema errors are known.
    for (const object of cluster.objects)
      if (problemsOf(object.json).length === 0)
        for (const violation of violationsIn(object.json)) yield { object, ...violation };
  },
};

const violationsIn = perObject((json): readonly Finding[] => {
  const found: Finding[] = [];
  for (const typed of typedValues(json)) {
    const fields = typed.value as Readonly<Record<string, unknown>>;
    // Most fields are missing in most objects.
    for (const constraint of CONSTRAINTS.get(typed.type) ?? NONE)
      if (constraint.field === '' || !isAbsent(fields[constraint.field]))
        found.push(...violations(constraint, typed));
  }
  return found;
});

function* violations({ partsOf, checks }: Constraint, typed: TypedValue): Iterable<Finding> {
  for (const { field, value } of partsOf(typed)) {
    const found = firstOf(checks, value);
    if (typeof found === 'string') yield { field, value, problem: found };
    else if (found) yield { ...located(field, found.at ?? ''), value: found.value, problem: found.problem };
  }
}

function firstOf(checks: readonly Check[], value: unknown): ReturnType<Check> {
  for (const check of checks) {
    const found = check(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function located(field: string, at: string): { readonly field: string } {
  return { field: at === '' || at.startsWith('[') || field === '' ? `${field}${at}` : `${field}.${at}` };
}
