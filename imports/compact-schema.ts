import type { JsonSchema } from './json-schema';

/** A schema of an OpenAPI document, with the extensions of Kubernetes that are converted. */
interface OpenApiSchema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: boolean | OpenApiSchema;
  readonly items?: OpenApiSchema;
  readonly allOf?: readonly OpenApiSchema[];
  readonly anyOf?: readonly OpenApiSchema[];
  readonly oneOf?: readonly OpenApiSchema[];
  readonly not?: OpenApiSchema;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** One document of an API server's `/openapi/v3`: the kinds of one group and version. */
export interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenApiSchema>> };
}

/** Keywords that are copied without change. */
const COPIED = [
  'type',
  'format',
  'enum',
  'required',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;

/** Keywords that are dropped, as are all extensions of Kubernetes that {@link Compaction} does not convert. */
const DROPPED: ReadonlySet<string> = new Set(['description', 'default', 'title', 'example', 'externalDocs']);

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/**
 * The strict JSON Schema of one kind, with the definitions to which it refers.
 *
 * - An object with `properties` may have no other field, unless the API server preserves unknown fields there.
 * - A quantity has the format `quantity`: OpenAPI describes it only as a string or a number.
 * - Descriptions, defaults and rules in CEL are dropped. Only an API server evaluates CEL.
 * - The field `status` of the object is dropped: an API server ignores it in a manifest.
 *
 * @returns undefined if the document has no such kind
 * @throws Error if a schema has an unknown keyword, or refers to a definition that is missing
 */
export function compactSchema(
  document: OpenApiDocument,
  apiVersion: string,
  kind: string,
): JsonSchema | undefined {
  const definitions = document.components?.schemas ?? {};
  const [version, group = ''] = apiVersion.split('/').reverse();
  const root = Object.values(definitions).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (it) => it.group === group && it.version === version && it.kind === kind,
    ),
  );
  if (root === undefined) return undefined;
  const { status, ...properties } = root.properties ?? {};
  const required = root.required?.filter((name) => name !== 'status');
  const compaction = new Compaction(definitions);
  return { ...compaction.compact({ ...root, required, properties }), $defs: compaction.definitions };
}

/** The conversion of one kind, which collects the definitions to which the kind refers. */
class Compaction {
  private readonly collected = new Map<string, JsonSchema>();

  constructor(private readonly given: Readonly<Record<string, OpenApiSchema>>) {}

  /** The collected definitions by short name, in alphabetical order. */
  get definitions(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.collected].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  compact(schema: OpenApiSchema): JsonSchema {
    // OpenAPI wraps a reference in `allOf` if it has a description or a default.
    const $ref = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
    if ($ref !== undefined) return this.reference($ref.slice('#/components/schemas/'.length));
    if (schema.format === 'int-or-string') return { type: ['integer', 'string'], format: schema.format };
    if (schema['x-kubernetes-int-or-string'])
      return {
        type: ['integer', 'string'],
        ...(schema.pattern && { pattern: schema.pattern }),
        ...(schema.allOf && { allOf: schema.allOf.map((it) => this.compact(it)) }),
      };
    const { nullable, items, allOf, anyOf, oneOf, not, properties, additionalProperties, ...rest } = schema;
    const copied = copy(rest);
    const isOpen =
      schema.type === undefined || // an alternative, which does not define the other fields
      schema['x-kubernetes-preserve-unknown-fields'] ||
      schema['x-kubernetes-embedded-resource'];
    return {
      ...copied,
      ...(nullable && schema.type && { type: [schema.type, 'null'] }),
      ...(properties && { properties: mapValues(properties, (field) => this.compact(field)) }),
      ...(properties && !isOpen && { additionalProperties: false }),
      ...(typeof additionalProperties === 'object' && {
        additionalProperties: this.compact(additionalProperties),
      }),
      ...(items && { items: this.compact(items) }),
      ...(allOf && { allOf: allOf.map((it) => this.compact(it)) }),
      ...(anyOf && { anyOf: anyOf.map((it) => this.compact(it)) }),
      ...(oneOf && { oneOf: oneOf.map((it) => this.compact(it)) }),
      ...(not && { not: this.compact(not) }),
    };
  }

  /** The schema of a reference: a scalar replaces the reference; an object becomes a definition. */
  private reference(name: string): JsonSchema {
    if (name === QUANTITY) return { type: ['string', 'number'], format: 'quantity' };
    const definition = this.given[name];
    if (definition === undefined) throw new Error(`the OpenAPI document does not define ${name}`);
    if (definition.properties === undefined) return this.compact(definition);
    const short = this.shortName(name);
    if (!this.collected.has(short)) {
      this.collected.set(short, {}); // ends the recursion if the definition refers to itself
      this.collected.set(short, this.compact(definition));
    }
    return { $ref: `#/$defs/${short}` };
  }

  /** The last part of a name; the full name if another definition of the document has the same last part. */
  private shortName(name: string): string {
    const last = name.slice(name.lastIndexOf('.') + 1);
    const same = Object.keys(this.given).filter((other) => other.endsWith(`.${last}`));
    return same.length === 1 ? last : name;
  }
}

function copy(schema: OpenApiSchema): JsonSchema {
  const known: ReadonlySet<string> = new Set(COPIED);
  const unknown = Object.keys(schema).filter(
    (keyword) => !known.has(keyword) && !DROPPED.has(keyword) && !keyword.startsWith('x-'),
  );
  if (unknown.length > 0)
    throw new Error(
      `unknown keyword "${unknown[0]}": add it to imports/compact-schema.ts and to lib/checks/facts/schema-problems.ts`,
    );
  return Object.fromEntries(
    COPIED.filter((keyword) => schema[keyword] !== undefined).map((keyword) => [keyword, schema[keyword]]),
  );
}

function mapValues<V, W>(values: Readonly<Record<string, V>>, made: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, made(value)]));
}

/** The maximum number of columns of a line that can be broken, as in Biome's format. */
const COLUMNS = 110;

/** The text of a generated file. Short values are on one line, so that the diff of a new version is readable. */
export function schemaText(schema: object): string {
  return `${text(schema, '', 0)}\n`;
}

/** @param taken the columns of the first line that the indentation, the key and the comma use */
function text(value: unknown, indent: string, taken: number): string {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || taken + line.length <= COLUMNS) return line;
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const entries = Object.entries(value);
  const lines = entries.map(([key, item], index) => {
    const start = isList ? inner : `${inner}${JSON.stringify(key)}: `;
    const comma = index < entries.length - 1 ? ',' : '';
    return `${start}${text(item, inner, start.length + comma.length)}${comma}\n`;
  });
  return isList ? `[\n${lines.join('')}${indent}]` : `{\n${lines.join('')}${indent}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${oneLine(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
