import type { JsonSchema } from '../../../imports/json-schema';
import type { ObjectJson } from '../engine/kube-object';
import { schemaOf } from './schemas';

/** A value in an object whose type has a name. */
export interface TypedValue {
  /** The name of the definition in the schema, such as `Probe`, or the kind of the object. */
  readonly type: string;
  /** The path of the value; empty for the object itself. */
  readonly field: string;
  readonly value: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** All values in an object whose types have names, the object itself first. The object must match its schema. */
export function typedValues(json: ObjectJson): readonly TypedValue[] {
  const schema = schemaOf(json);
  const found: TypedValue[] = [];
  if (schema === undefined) return found;
  found.push({ type: json.kind, field: '', value: json });
  visitBelow({ found, definitions: schema.$defs ?? {} }, schema, '', json);
  return found;
}

interface Visit {
  readonly found: TypedValue[];
  readonly definitions: NonNullable<JsonSchema['$defs']>;
}

function visitBelow(visit: Visit, schema: JsonSchema, field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { properties, items, additionalProperties: others } = schema;
  if (Array.isArray(value)) {
    if (items === undefined || isPlain(items)) return;
    for (const [index, item] of value.entries()) visitValue(visit, items, `${field}[${index}]`, item);
    return;
  }
  for (const name of Object.keys(value)) {
    const known = properties?.[name];
    const part = (value as Json)[name];
    if (known && !isPlain(known)) visitValue(visit, known, field === '' ? name : `${field}.${name}`, part);
    else if (!known && others && !isPlain(others)) visitValue(visit, others, `${field}["${name}"]`, part);
  }
}

function visitValue(visit: Visit, schema: JsonSchema, field: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const type = schema.$ref?.slice('#/$defs/'.length);
  if (type !== undefined) visit.found.push({ type, field, value });
  visitBelow(visit, (type !== undefined && visit.definitions[type]) || schema, field, value);
}

/** Whether the values of a schema are texts, numbers or booleans. */
function isPlain({ type }: JsonSchema): boolean {
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean';
}
