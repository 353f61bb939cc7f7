import { type JsonSchema, readSchema, schemaKinds } from '../../../imports/json-schema';
import { nearest } from '../../kube/text';
import type { ObjectJson } from '../engine/kube-object';
import { perObject } from '../engine/per-object';
import { type SchemaProblem, schemaProblems } from './schema-problems';

const schemas = new Map<string, JsonSchema | undefined>();

/** The schema of an object's kind; undefined if there is none. It is read when the first object of the kind is checked. */
export function schemaOf({ apiVersion, kind }: ObjectJson): JsonSchema | undefined {
  const key = `${apiVersion}/${kind}`;
  if (!schemas.has(key)) schemas.set(key, readSchema(key));
  return schemas.get(key);
}

/** The violations of the schema of an object's kind. */
export const problemsOf = perObject((json): readonly SchemaProblem[] => {
  const schema = schemaOf(json);
  if (schema) return schemaProblems(schema, json);
  const kind = `${json.apiVersion}/${json.kind}`;
  const all = schemaKinds();
  const siblings = all.filter((it) => it.startsWith(`${json.apiVersion}/`));
  const meant = all.find((it) => it.endsWith(`/${json.kind}`)) ?? nearest(kind, siblings);
  const remedy = meant === undefined ? 'correct apiVersion and kind' : `write ${meant}`;
  const problem = `no schema of ${kind} in imports/schemas: ${remedy}, or run "npm run schemas -- ${kind}" with an API server that has the kind`;
  return [{ field: 'kind', value: json.kind, problem }];
});
