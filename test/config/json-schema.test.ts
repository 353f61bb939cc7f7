import {
  boolean,
  described,
  integer,
  list,
  map,
  object,
  oneOf,
  optional,
  string,
} from '../../lib/config/fields';
import { schemaText } from '../../lib/config/json-schema';

test('a schema has the keys, types and limits of its declaration', () => {
  const { schema } = object({
    name: described('The name.', string({ pattern: /^[a-z]+$/ })),
    replicas: optional(integer({ noun: 'a number', min: 1, max: 5 }), 2),
    debug: optional(boolean()),
    stages: list(oneOf('dev', 'production')),
    settings: map(string()),
  });
  expect(schema).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string', pattern: '^[a-z]+$', description: 'The name.' },
      replicas: { type: 'integer', minimum: 1, maximum: 5, description: 'A number from 1 to 5', default: 2 },
      debug: { type: 'boolean', description: 'True or false' },
      stages: {
        type: 'array',
        items: { enum: ['dev', 'production'], description: 'One of "dev", "production"' },
      },
      settings: {
        type: 'object',
        additionalProperties: { type: 'string', minLength: 1, description: 'A string' },
      },
    },
    required: ['name', 'stages', 'settings'],
    additionalProperties: false,
  });
});

test('the text of a schema has a line for each key, and arrays on one line if they fit', () => {
  const words = ['a'.repeat(60), 'b'.repeat(60)];
  expect(schemaText('t', { enum: ['a', 'b'], examples: words, items: {}, minimum: undefined })).toBe(
    `{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "t",
  "enum": ["a", "b"],
  "examples": [
    "${words[0]}",
    "${words[1]}"
  ],
  "items": {}
}
`,
  );
});
