import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { schemaOf } from '../facts/schemas';

/** Every object against the compiled schema of its kind. */
export const schema: Rule = {
  id: 'schema',
  group: 'objects',
  title: 'Every object fits the schema of its kind, and has no field that the schema does not know.',
  protects: 'The API server rejects the object, or drops the misspelt field and runs without it.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.objects) {
      for (const { field, problem } of schemaOf(object)?.problems(object.json) ?? [])
        yield { object, field, problem };
    }
  },
};
