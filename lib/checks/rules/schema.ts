import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { problemsOf } from '../facts/schemas';

export const schema: Rule = {
  id: 'schema',
  group: 'objects',
  title: 'Every object matches the schema of its kind, and has no unknown fields.',
  protects: 'The API server rejects the object, or ignores the misspelt field.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.objects)
      for (const problem of problemsOf(object.json)) yield { object, ...problem };
  },
};
