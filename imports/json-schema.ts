import { findSourceFile, sourceFilesIn } from './find-source-file';

/** A JSON Schema, with the keywords in Kubernetes' schemas. */
export interface JsonSchema {
  readonly $comment?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: false | JsonSchema;
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** The folder of the schemas, relative to the root of the repository: `<apiVersion>/<kind>.json`. */
export const SCHEMA_FOLDER = 'imports/schemas';

/** The schema of a kind such as `apps/v1/Deployment`; undefined if imports/schemas has none. */
export function readSchema(kind: string): JsonSchema | undefined {
  const text = findSourceFile(`${SCHEMA_FOLDER}/${kind}.json`);
  return text === undefined ? undefined : (JSON.parse(text) as JsonSchema);
}

/** All kinds with a schema, such as `apps/v1/Deployment`. */
export function schemaKinds(): string[] {
  return sourceFilesIn(SCHEMA_FOLDER)
    .filter((path) => path.endsWith('.json'))
    .map((path) => path.slice(0, -'.json'.length))
    .sort();
}
