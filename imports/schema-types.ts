import { type JsonSchema, readSchema } from './json-schema';

/** The file of the generated types. */
export const TYPES_FILE = 'imports/manifest-types.ts';

/** The kinds whose manifests are read with types. */
export const TYPED_KINDS = [
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
  'apiregistration.k8s.io/v1/APIService',
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'networking.k8s.io/v1/Ingress',
  'networking.k8s.io/v1/NetworkPolicy',
  'policy/v1/PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1/ClusterRole',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1/Role',
  'rbac.authorization.k8s.io/v1/RoleBinding',
  'scheduling.k8s.io/v1/PriorityClass',
  'v1/ConfigMap',
  'v1/LimitRange',
  'v1/PersistentVolume',
  'v1/PersistentVolumeClaim',
  'v1/ResourceQuota',
  'v1/Secret',
  'v1/Service',
  'v1/ServiceAccount',
];

/**
 * TypeScript interfaces for the manifests of the given kinds, from their schemas in imports/schemas.
 *
 * - Each kind is an interface, and so is each definition to which it refers: `IDeployment`, `IPodSpec`.
 * - A quantity and an `IntOrString` are a number or a string, as in a manifest.
 * - Definitions with the same name in several kinds, such as `ServiceReference`, are one interface with the fields of all.
 *
 * @param kinds such as `apps/v1/Deployment`; no two have the same name
 * @throws Error if a kind has no schema, or its schema has a type that JSON Schema does not define
 */
export function typesText(kinds: readonly string[]): string {
  const schemas = namedSchemas(kinds);
  const needed = new Set(kinds.map(nameOf));
  const interfaces: string[] = [];
  // The iteration includes the definitions that are added while it runs.
  for (const name of needed) {
    const refer = (definition: string): string => {
      needed.add(definition);
      return `I${definition}`;
    };
    interfaces.push(`export interface I${name} ${typeOf(schemas.get(name) ?? {}, refer)}\n`);
  }
  return [HEADER, ...interfaces.sort()].join('\n');
}

const HEADER = '// Generated from imports/schemas by "npm run types". Do not edit.\n';

function nameOf(kind: string): string {
  return kind.slice(kind.lastIndexOf('/') + 1);
}

/** The kinds and all their definitions, by name. */
function namedSchemas(kinds: readonly string[]): ReadonlyMap<string, JsonSchema> {
  const definitions = new Map<string, JsonSchema>();
  const roots = kinds.map((kind) => {
    const { $defs = {}, ...schema } = schemaOf(kind);
    for (const [name, definition] of Object.entries($defs))
      definitions.set(name, merged(definitions.get(name) ?? definition, definition));
    return [nameOf(kind), withKind(schema, kind)] as const;
  });
  // StatefulSet defines PersistentVolumeClaim with a status. The kind itself has none.
  return new Map([...definitions, ...roots]);
}

function schemaOf(kind: string): JsonSchema {
  const schema = readSchema(kind);
  if (schema === undefined) throw new Error(`${kind} has no schema: run "npm run schemas -- ${kind}"`);
  return schema;
}

/** The schema of a kind, which requires its `apiVersion` and `kind`: every manifest states them. */
function withKind(schema: JsonSchema, kind: string): JsonSchema {
  const apiVersion = { enum: [kind.slice(0, kind.lastIndexOf('/'))] };
  return {
    ...schema,
    required: [...(schema.required ?? []), 'apiVersion', 'kind'],
    properties: { ...schema.properties, apiVersion, kind: { enum: [nameOf(kind)] } },
  };
}

/** The definition with the fields of both. A field is required if both require it. */
function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
  const required = one.required?.filter((name) => other.required?.includes(name));
  return { ...one, required, properties: { ...one.properties, ...other.properties } };
}

/** @param refer returns the name of the interface of a definition */
function typeOf(schema: JsonSchema, refer: (definition: string) => string): string {
  if (schema.$ref !== undefined) return refer(schema.$ref.slice('#/$defs/'.length));
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const types = [schema.type ?? 'unknown'].flat();
  return types.map((type) => typeOfOne(type, schema, refer)).join(' | ');
}

function typeOfOne(type: string, schema: JsonSchema, refer: (definition: string) => string): string {
  const { items = {}, properties, required = [], additionalProperties } = schema;
  switch (type) {
    case 'integer':
      return 'number';
    case 'array':
      return `ReadonlyArray<${typeOf(items, refer)}>`;
    case 'object': {
      if (properties === undefined)
        return `{ readonly [key: string]: ${typeOf(additionalProperties || {}, refer)} }`;
      const fields = Object.entries(properties).map(([name, field]) => {
        const optional = required.includes(name) ? '' : '?';
        return `  readonly ${JSON.stringify(name)}${optional}: ${typeOf(field, refer)};\n`;
      });
      return `{\n${fields.join('')}}`;
    }
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'unknown':
      return type;
    default:
      throw new Error(`${type} is an unknown type: add it to imports/schema-types.ts`);
  }
}
