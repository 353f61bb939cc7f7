import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { problemsOf } from '../facts/schemas';

/** Every object against the schema of its kind. */
export const schema: Rule = {
  id: 'schema',
  group: 'objects',
  title: 'Every object fits the schema of its kind, and has no unknown field.',
  protects: 'The API server rejects the object, or drops the misspelt field and runs without it.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.objects)
      for (const problem of problemsOf(object.json)) yield { object, ...problem };
  },
};
