import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { CONSTRAINTS } from '../facts/constraints';
import { problemsOf } from '../facts/schemas';
import { typedValues } from '../facts/typed-values';

export const constraint: Rule = {
  id: 'constraint',
  group: 'objects',
  title:
    'Every object satisfies the constraints of its kind that no schema contains: ranges, names, duplicates, and fields that need or exclude each other.',
  protects: 'The API server rejects the object.',
  *check(cluster): Iterable<Finding> {
    // Only the types of an object without schema errors are known.
    for (const object of cluster.objects) if (problemsOf(object.json).length === 0) yield* ofObject(object);
  },
};

function* ofObject(object: KubeObject): Iterable<Finding> {
  for (const typed of typedValues(object.json)) {
    for (const { partsOf, checks } of CONSTRAINTS.get(typed.type) ?? []) {
      for (const part of partsOf(typed)) {
        for (const check of checks) {
          const found = check(part.value);
          if (found === undefined) continue;
          if (typeof found === 'string')
            yield { object, field: part.field, value: part.value, problem: found };
          else
            yield {
              object,
              ...located(part.field, found.at ?? ''),
              value: found.value,
              problem: found.problem,
            };
          break;
        }
      }
    }
  }
}

function located(field: string, at: string): { readonly field: string } {
  return { field: at === '' || at.startsWith('[') || field === '' ? `${field}${at}` : `${field}.${at}` };
}
