import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { schemaText } from '../../imports/compact-schema';
import { type JsonSchema, readSchema, SCHEMA_FOLDER } from '../../imports/json-schema';
import { patternOf } from '../../lib/checks/facts/schema-problems';

const COMMITTED = readdirSync(SCHEMA_FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

/** The kinds of the objects in dist/. */
function appliedKinds(): string[] {
  const files = readdirSync('dist').flatMap((cluster) =>
    readdirSync(join('dist', cluster))
      .filter((file) => file.endsWith('.k8s.yaml'))
      .map((file) => readFileSync(join('dist', cluster, file), 'utf8')),
  );
  const objects = files.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
  return [...new Set(objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`))].sort();
}

/** A schema and all schemas in it. */
function* allSchemas(schema: JsonSchema): Iterable<JsonSchema> {
  yield schema;
  const { $defs = {}, properties = {}, additionalProperties, items, not, anyOf = [], oneOf = [] } = schema;
  const inner = [...Object.values($defs), ...Object.values(properties), ...anyOf, ...oneOf];
  for (const one of [...inner, additionalProperties, items, not]) if (one) yield* allSchemas(one);
}

function read(kind: string): JsonSchema {
  const schema = readSchema(kind);
  if (schema === undefined) throw new Error(`${kind} has no schema`);
  return schema;
}

test('every kind in dist/ has a schema', () => {
  const kinds = appliedKinds();
  expect(kinds).toContain('apps/v1/Deployment');
  expect(kinds.filter((kind) => readSchema(kind) === undefined)).toEqual([]);
});

test.each([
  'cilium.io/v2/CiliumNetworkPolicy',
  'gateway.networking.k8s.io/v1/Gateway',
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'monitoring.coreos.com/v1/PrometheusRule',
  'monitoring.coreos.com/v1/ServiceMonitor',
  'networking.istio.io/v1/Gateway',
  'networking.istio.io/v1/VirtualService',
  'secrets-store.csi.x-k8s.io/v1/SecretProviderClass',
])('%s has a schema, which only some options of the clusters use', (kind) => {
  expect(COMMITTED).toContain(kind);
});

describe.each(COMMITTED)('%s', (kind) => {
  const schema = read(kind);
  const schemas = [...allSchemas(schema)];

  test('defines exactly the definitions to which it refers', () => {
    const referred = schemas.flatMap(({ $ref }) => ($ref === undefined ? [] : [$ref]));
    const defined = Object.keys(schema.$defs ?? {}).map((name) => `#/$defs/${name}`);
    expect([...new Set(referred)].sort()).toEqual(defined.sort());
  });

  test('accepts only known fields, and has patterns that are valid in JavaScript', () => {
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties ?? {})).toEqual(
      expect.arrayContaining(['apiVersion', 'kind', 'metadata']),
    );
    for (const { pattern } of schemas)
      if (pattern !== undefined) expect(() => patternOf(pattern)).not.toThrow();
  });

  test('has the format of the script', () => {
    expect(readFileSync(join(SCHEMA_FOLDER, `${kind}.json`), 'utf8')).toBe(schemaText(schema));
  });
});

test('only the schema of CiliumNetworkPolicy is written by hand', () => {
  expect(COMMITTED.filter((kind) => read(kind).$comment !== undefined)).toEqual([
    'cilium.io/v2/CiliumNetworkPolicy',
  ]);
});
