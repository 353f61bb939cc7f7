import { compactSchema, schemaText } from '../../imports/compact-schema';

type Schema = Parameters<typeof compactSchema>[0] extends {
  components?: { schemas?: Readonly<Record<string, infer S>> };
}
  ? S
  : never;

/** The schema of a kind `example.com/v1/Thing` with a spec. */
function compact(spec: Schema, definitions: Record<string, Schema> = {}, root: Schema = {}) {
  const thing = {
    description: 'A thing.',
    type: 'object',
    properties: { spec },
    'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Thing' }],
    ...root,
  };
  const document = { components: { schemas: { 'com.example.v1.Thing': thing, ...definitions } } };
  return compactSchema(document, 'example.com/v1', 'Thing');
}

function compactSpec(spec: Schema, definitions?: Record<string, Schema>) {
  return compact(spec, definitions)?.properties?.spec;
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test('an object accepts only its own fields, and has no descriptions and defaults', () => {
  const schema = {
    description: 'x',
    default: {},
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string', description: 'y', enum: ['b', 'c'] } },
  };
  expect(compactSpec(schema)).toEqual({
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string', enum: ['b', 'c'] } },
    additionalProperties: false,
  });
});

test('a map accepts any field, and so does an object whose unknown fields are preserved', () => {
  const map = { type: 'object', additionalProperties: { type: 'string', description: 'x' } };
  const open = { type: 'object', properties: {}, 'x-kubernetes-preserve-unknown-fields': true };
  expect(compactSpec(map)).toEqual({ type: 'object', additionalProperties: { type: 'string' } });
  expect(compactSpec(open)).toEqual({ type: 'object', properties: {} });
  expect(compactSpec({ type: 'object' })).toEqual({ type: 'object' });
});

test('a definition is included once, with a short name, and may refer to itself', () => {
  const part = {
    type: 'object',
    properties: { parts: { type: 'array', items: ref('com.example.v1.Part') } },
  };
  const wrapped = { description: 'x', default: {}, allOf: [ref('com.example.v1.Part')] };
  const compacted = compact(wrapped, { 'com.example.v1.Part': part });
  expect(compacted?.properties?.spec).toEqual({ $ref: '#/$defs/Part' });
  expect(compacted?.$defs).toEqual({
    Part: {
      type: 'object',
      properties: { parts: { type: 'array', items: { $ref: '#/$defs/Part' } } },
      additionalProperties: false,
    },
  });
});

test('two definitions with the same short name keep their long names', () => {
  const part = { type: 'object', properties: {} };
  const both = {
    type: 'object',
    properties: { a: ref('com.example.v1.Part'), b: ref('com.example.v2.Part') },
  };
  const compacted = compact(both, { 'com.example.v1.Part': part, 'com.example.v2.Part': part });
  expect(Object.keys(compacted?.$defs ?? {})).toEqual(['com.example.v1.Part', 'com.example.v2.Part']);
});

test('quantities, times and integers or strings are written in place', () => {
  const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
  const time = 'io.k8s.apimachinery.pkg.apis.meta.v1.Time';
  const intOrString = { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] };
  const definitions = {
    [quantity]: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    [time]: { type: 'string', format: 'date-time' },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': intOrString,
  };
  const compacted = (name: string) => compactSpec({ default: {}, allOf: [ref(name)] }, definitions);
  expect(compacted(quantity)).toEqual({ type: ['string', 'number'], format: 'quantity' });
  expect(compacted(time)).toEqual({ type: 'string', format: 'date-time' });
  expect(compacted('io.k8s.apimachinery.pkg.util.intstr.IntOrString')).toEqual({
    type: ['integer', 'string'],
    format: 'int-or-string',
  });
  const custom = { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true };
  expect(compactSpec({ ...custom, pattern: '^a' })).toEqual({ type: ['integer', 'string'], pattern: '^a' });
  const allOf = [{ pattern: '^a' }, { pattern: 'b$' }];
  expect(compactSpec({ ...custom, allOf })).toEqual({ type: ['integer', 'string'], allOf });
});

test('a value must match each schema of allOf', () => {
  const allOf = [{ enum: ['a', 'b'] }, { enum: ['a'], description: 'x' }];
  expect(compactSpec({ type: 'string', allOf })).toEqual({
    type: 'string',
    allOf: [{ enum: ['a', 'b'] }, { enum: ['a'] }],
  });
});

test('alternatives accept other fields, and null is a type', () => {
  const spec = { type: 'object', properties: {}, oneOf: [{ properties: { a: {} }, required: ['a'] }] };
  expect(compactSpec(spec)).toEqual({
    type: 'object',
    properties: {},
    additionalProperties: false,
    oneOf: [{ required: ['a'], properties: { a: {} } }],
  });
  expect(compactSpec({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
});

test('the status is dropped, and is not required', () => {
  const root = {
    required: ['spec', 'status'],
    properties: { spec: { type: 'string' }, status: ref('not.defined') },
  };
  expect(compact({}, {}, root)).toEqual({
    type: 'object',
    required: ['spec'],
    properties: { spec: { type: 'string' } },
    additionalProperties: false,
    $defs: {},
  });
});

test('a kind that the document does not have has no schema', () => {
  expect(compactSchema({}, 'v1', 'Pod')).toBeUndefined();
});

test('fails if a keyword is unknown, because the checks would ignore it', () => {
  expect(() => compactSpec({ type: 'integer', multipleOf: 2 })).toThrow(
    'unknown keyword "multipleOf": add it to imports/compact-schema.ts and to lib/checks/facts/schema-problems.ts',
  );
});

test('fails if a definition is missing', () => {
  expect(() => compactSpec(ref('com.example.v1.Part'))).toThrow(
    'the OpenAPI document does not define com.example.v1.Part',
  );
});

test('the text has short values on one line', () => {
  const long = Array.from({ length: 30 }, (_, index) => `value-${index}`);
  expect(schemaText({ type: 'string', enum: ['a'] })).toBe('{ "type": "string", "enum": ["a"] }\n');
  expect(schemaText({ type: 'object', properties: { a: { type: 'string' }, b: { enum: long } } })).toBe(`{
  "type": "object",
  "properties": {
    "a": { "type": "string" },
    "b": {
      "enum": [
${long.map((value) => `        "${value}"`).join(',\n')}
      ]
    }
  }
}
`);
});
