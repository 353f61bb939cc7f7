import { type JsonSchema, readSchema } from '../../../imports/json-schema';
import type { ObjectJson } from '../engine/kube-object';
import { type SchemaProblem, schemaProblems } from './schema-problems';

const schemas = new Map<string, JsonSchema | undefined>();
const found = new WeakMap<ObjectJson, readonly SchemaProblem[]>();

/** The schema of an object's kind; undefined if there is none. It is read when the first object of the kind is checked. */
export function schemaOf({ apiVersion, kind }: ObjectJson): JsonSchema | undefined {
  const key = `${apiVersion}/${kind}`;
  if (!schemas.has(key)) schemas.set(key, readSchema(key));
  return schemas.get(key);
}

/** The violations of the schema of an object's kind. Each object is checked once, because rules do not change it. */
export function problemsOf(json: ObjectJson): readonly SchemaProblem[] {
  const problems = found.get(json) ?? compute(json);
  found.set(json, problems);
  return problems;
}

function compute(json: ObjectJson): readonly SchemaProblem[] {
  const schema = schemaOf(json);
  if (schema) return schemaProblems(schema, json);
  const kind = `${json.apiVersion}/${json.kind}`;
  const problem = `no schema of ${kind} in imports/schemas: correct apiVersion and kind, or run "npm run schemas -- ${kind}" with an API server that has the kind`;
  return [{ field: 'kind', value: json.kind, problem }];
}
