import fc from 'fast-check';
import { type JsonSchema, readSchema } from '../../../imports/json-schema';
import type { ObjectJson } from '../../../lib/checks/engine/kube-object';

/** A valid object, of which one field has been changed. */
export interface BrokenObject {
  /** The kind, the field and the change, such as `Service: spec.ports[0].port is set to 0`. */
  readonly name: string;
  readonly original: ObjectJson;
  readonly json: ObjectJson;
}

/** A field of an object, or one that it may have. */
interface Place {
  readonly path: readonly (string | number)[];
  /** Undefined if the object does not have the field. */
  readonly value: unknown;
  readonly schema: JsonSchema;
}

/** The new value of a field; undefined if the field is removed. */
interface Change {
  readonly place: Place;
  readonly value: unknown;
}

/** Values that are wrong for many fields of their type. */
const STRINGS = [
  '',
  'UPPER_case',
  'a'.repeat(300),
  'with spaces',
  '-',
  '0',
  'x',
  '../up',
  '50%',
  '300%',
  'a.b',
  '10.0.0.0/33',
  '*',
  'kubernetes.io/x',
];
const NUMBERS = [0, -1, 1, 2, 101, 70_000, 2_000_000_000];

/**
 * Objects with one changed field, whose type stays the same.
 *
 * A change removes a field, adds one that the schema allows, replaces a value, or repeats an item of a list. Every kind is
 * as frequent as every other. A third of the changes adds a field.
 */
export function brokenObjects(valid: readonly ObjectJson[]): fc.Arbitrary<BrokenObject> {
  const kinds = [...new Set(valid.map(({ kind }) => kind))];
  return fc
    .constantFrom(...kinds)
    .chain((kind) => fc.constantFrom(...valid.filter((object) => object.kind === kind)))
    .chain((original) => {
      const places = placesOf(original);
      const present = fc.constantFrom(...places.filter(({ value }) => value !== undefined)).chain(replaced);
      const absent = places.filter(({ value }) => value === undefined);
      const added = fc.constantFrom(...absent).chain(filled);
      const change = absent.length === 0 ? present : fc.oneof({ weight: 2, arbitrary: present }, added);
      return change.map((made) => changed(original, made));
    });
}

function changed(original: ObjectJson, { place: { path }, value }: Change): BrokenObject {
  const json = structuredClone(original);
  const parent = path.slice(0, -1).reduce((part, step) => part[step] as Json, json as unknown as Json);
  const last = path.at(-1) ?? '';
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  const what = value === undefined ? 'is removed' : `is set to ${JSON.stringify(value).slice(0, 120)}`;
  return { name: `${original.kind} ${original.metadata?.name}: ${path.join('.')} ${what}`, original, json };
}

type Json = Record<string | number, unknown>;

/**
 * Fields that the API server sets, those with which it finds the type of the object, and those of features that are
 * disabled by default: it drops these.
 */
const SKIPPED =
  /^(apiVersion|kind|metadata\.(?!name$|labels|annotations).*)$|clusterTrustBundle|podCertificate/;

function placesOf(object: ObjectJson): Place[] {
  const root = readSchema(`${object.apiVersion}/${object.kind}`);
  if (root === undefined) throw new Error(`${object.kind} has no schema: run "npm run schemas"`);
  const places: Place[] = [];
  const visit = (path: Place['path'], reference: JsonSchema, value: unknown) => {
    const schema = resolved(root, reference);
    if (SKIPPED.test(path.join('.'))) return;
    if (path.length > 1 || (path.length === 1 && path[0] !== 'metadata'))
      places.push({ path, value, schema: { ...schema, $defs: root.$defs } });
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) visit([...path, index], schema.items ?? {}, item);
    else if (typeof value === 'object' && value !== null) {
      const names = new Set([...Object.keys(schema.properties ?? {}), ...Object.keys(value)]);
      for (const name of names) {
        const below = schema.properties?.[name] ?? (schema.additionalProperties || {});
        visit([...path, name], below, (value as Json)[name]);
      }
    }
  };
  visit([], root, object);
  return places;
}

function resolved(root: JsonSchema, schema: JsonSchema): JsonSchema {
  return schema.$ref ? (root.$defs?.[schema.$ref.slice('#/$defs/'.length)] ?? {}) : schema;
}

function replaced(place: Place): fc.Arbitrary<Change> {
  const { path, value, schema } = place;
  // kubectl itself requires a name.
  const values: unknown[] = path.join('.') === 'metadata.name' ? [] : [undefined];
  if (schema.enum) values.push(...schema.enum);
  else if (typeof value === 'string') values.push(...STRINGS);
  else if (typeof value === 'number') values.push(...NUMBERS);
  else if (typeof value === 'boolean') values.push(!value);
  else if (Array.isArray(value)) values.push([], [...value, ...value.slice(0, 1)]);
  else if (typeof value === 'object' && value !== null) {
    values.push({});
    const entries = Object.entries(value);
    if (schema.additionalProperties && entries[0])
      values.push(...STRINGS.map((key) => ({ ...value, [key]: entries[0]?.[1] })));
  }
  return fc.constantFrom(...values).map((made) => ({ place, value: made }));
}

function filled(place: Place): fc.Arbitrary<Change> {
  return example(place.schema, place.schema).map((value) => ({ place, value }));
}

/** A value that fits a schema: the required fields of an object, and one more. */
function example(root: JsonSchema, reference: JsonSchema): fc.Arbitrary<unknown> {
  const schema = resolved(root, reference);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (type === 'array') return example(root, schema.items ?? {}).map((item) => [item]);
  if (type === 'object' || schema.properties) {
    const { properties = {}, required = [] } = schema;
    const names = Object.keys(properties);
    const more = names.length > 0 ? fc.constantFrom(...names).map((name) => [name]) : fc.constant([]);
    return more.chain((chosen) => {
      const fields = [...new Set([...required, ...chosen])];
      return fc.record(
        Object.fromEntries(fields.map((name) => [name, example(root, properties[name] ?? {})])),
      );
    });
  }
  if (type === 'integer' || type === 'number') return fc.constantFrom(...NUMBERS);
  if (type === 'boolean') return fc.boolean();
  return fc.constantFrom(...STRINGS);
}
