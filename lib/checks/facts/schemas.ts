import { type JsonSchema, readSchema } from '../../../imports/json-schema';
import type { ObjectJson } from '../engine/kube-object';
import { type SchemaProblem, schemaProblems } from './schema-problems';

const schemas = new Map<string, JsonSchema | undefined>();

/** The violations of the schema of an object's kind. The schema of a kind is read when its first object is checked. */
export function problemsOf(json: ObjectJson): readonly SchemaProblem[] {
  const kind = `${json.apiVersion}/${json.kind}`;
  if (!schemas.has(kind)) schemas.set(kind, readSchema(kind));
  const schema = schemas.get(kind);
  if (schema) return schemaProblems(schema, json);
  const problem = `no schema of ${kind} in imports/schemas: correct apiVersion and kind, or run "npm run schemas -- ${kind}" with an API server that has the kind`;
  return [{ field: 'kind', value: json.kind, problem }];
}
