import type { JsonSchema } from '../../../imports/json-schema';
import { formatPath, type Path } from '../../config/problem';
import { counted, nearest } from '../../kube/text';
import { formatProblem } from './formats';

/** A violation of a schema. */
export interface SchemaProblem {
  /** The path of the field, such as `spec.template.spec.containers[0].name`. */
  readonly field: string;
  /** Undefined if the field is missing or unknown. */
  readonly value?: unknown;
  /** The violated rule and the remedy. */
  readonly problem: string;
}

/**
 * All violations of a schema in an object.
 *
 * A field that is null counts as missing, as in an API server.
 */
export function schemaProblems(schema: JsonSchema, json: object): SchemaProblem[] {
  const validator = new Validator(schema.$defs ?? {});
  validator.visit(schema, json);
  return validator.problems;
}

/** Collects the violations of a schema in a value. */
class Validator {
  readonly problems: SchemaProblem[] = [];
  private readonly path: (string | number)[] = [];

  constructor(private readonly definitions: Readonly<Record<string, JsonSchema>>) {}

  visit(reference: JsonSchema, value: unknown): void {
    const schema = this.resolved(reference);
    const { type, enum: values } = schema;
    if (type !== undefined && !hasType(value, type)) {
      this.report(value, `must be ${described(type)}: ${typeRemedy(type, value)}`);
      return;
    }
    if (values && !values.includes(value)) this.report(value, notOneOf(values, value));
    if (typeof value === 'string') this.visitString(schema, value);
    else if (typeof value === 'number') this.visitNumber(schema, value);
    else if (Array.isArray(value)) this.visitList(schema, value);
    else if (isObject(value)) this.visitObject(schema, value);
    this.visitAlternatives(schema, value);
  }

  private resolved(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema;
    const definition = this.definitions[schema.$ref.slice('#/$defs/'.length)];
    if (definition === undefined) throw new Error(`the schema does not define ${schema.$ref}`);
    return definition;
  }

  private visitObject(schema: JsonSchema, value: Readonly<Record<string, unknown>>): void {
    const { properties, required, additionalProperties: others, minProperties, maxProperties } = schema;
    for (const name of required ?? []) {
      if (value[name] === undefined || value[name] === null)
        this.report(undefined, 'required field is missing: add it', [name]);
    }
    for (const name of Object.keys(value)) {
      const field = value[name];
      if (field === undefined) continue;
      const known = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known) {
        if (field !== null) this.descend(name, known, field);
      } else if (others) this.descend(name, others, field);
      else if (others === false) this.reportUnknown(name, Object.keys(properties ?? {}));
    }
    this.visitSize(Object.keys(value).length, 'entry', value, minProperties, maxProperties);
  }

  private visitList({ items, minItems, maxItems }: JsonSchema, value: readonly unknown[]): void {
    if (items) for (const [index, item] of value.entries()) this.descend(index, items, item);
    this.visitSize(value.length, 'item', value, minItems, maxItems);
  }

  private visitString({ format, pattern, minLength, maxLength }: JsonSchema, value: string): void {
    if (pattern !== undefined && !patternOf(pattern).test(value)) this.report(value, patternProblem(pattern));
    this.visitFormat(format, value);
    this.visitSize(value.length, 'character', value, minLength, maxLength);
  }

  private visitNumber({ format, minimum, maximum }: JsonSchema, value: number): void {
    if (minimum !== undefined && value < minimum) this.report(value, `must be at least ${minimum}: raise it`);
    if (maximum !== undefined && value > maximum) this.report(value, `must be at most ${maximum}: lower it`);
    this.visitFormat(format, value);
  }

  private visitFormat(format: string | undefined, value: string | number): void {
    const problem = format && formatProblem(format, value);
    // The problem of a quantity contains its value.
    if (problem) this.report(format === 'quantity' ? undefined : value, problem);
  }

  private visitSize(size: number, what: string, value: unknown, minimum = 0, maximum = Infinity): void {
    if (size < minimum)
      this.report(value, `must have at least ${countedItems(minimum, what)}; it has ${size}: add more`);
    if (size > maximum)
      this.report(value, `must have at most ${countedItems(maximum, what)}; it has ${size}: remove some`);
  }

  private visitAlternatives({ allOf = [], anyOf, oneOf, not }: JsonSchema, value: unknown): void {
    for (const schema of allOf) this.visit(schema, value);
    if (anyOf && !anyOf.some((schema) => this.fits(schema, value)))
      this.report(value, notFitting('at least', anyOf));
    // An alternative with `not` allows that no field is present.
    if (oneOf && !this.fitsOne(oneOf, value))
      this.report(value, notFitting(oneOf.some((schema) => schema.not) ? 'at most' : 'exactly', oneOf));
    if (not && this.fits(not, value)) this.report(value, `must not match ${JSON.stringify(not)}: correct it`);
  }

  /** Alternatives without `required` differ in a value. If it is missing, all of them fit, and a default decides. */
  private fitsOne(alternatives: readonly JsonSchema[], value: unknown): boolean {
    const count = alternatives.filter((schema) => this.fits(schema, value)).length;
    return count === 1 || (count > 1 && alternatives.every(({ required, not }) => !required && !not));
  }

  private fits(schema: JsonSchema, value: unknown): boolean {
    const validator = new Validator(this.definitions);
    validator.visit(schema, value);
    return validator.problems.length === 0;
  }

  private descend(step: string | number, schema: JsonSchema, value: unknown): void {
    this.path.push(step);
    this.visit(schema, value);
    this.path.pop();
  }

  private reportUnknown(name: string, known: readonly string[]): void {
    const meant = nearest(name, known);
    const remedy = meant === undefined ? 'correct its name, or remove it' : `did you mean "${meant}"?`;
    this.report(undefined, `unknown field, which an API server rejects or drops: ${remedy}`, [name]);
  }

  private report(value: unknown, problem: string, below: Path = []): void {
    this.problems.push({ field: formatPath([...this.path, ...below]), value, problem });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(value: unknown, type: string | readonly string[]): boolean {
  if (typeof type !== 'string') return type.some((one) => hasType(value, one));
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return type === 'null' ? value === null : typeof value === type;
}

function described(type: string | readonly string[]): string {
  if (typeof type !== 'string') return type.map(described).join(' or ');
  if (type === 'array') return 'a list';
  return type === 'null' ? 'null' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function typeRemedy(type: string | readonly string[], value: unknown): string {
  if (type === 'array') return 'write "- " before each item';
  if (type === 'object') return 'write its fields as "name: value"';
  if (type === 'string' && typeof value !== 'object') return 'put it in quotes';
  if (type === 'boolean') return 'write true or false, without quotes';
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
    return 'remove the quotes';
  return 'correct it';
}

/** The patterns of many fields, in words. */
const KNOWN_PATTERNS: readonly (readonly [part: string, meaning: string])[] = [
  ['(([0-9]+)y)?', 'a duration, such as 30s or 5m'],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.', 'a DNS name of lower-case letters, digits, hyphens and dots'],
  ['^(\\*\\.)?[a-z0-9]', 'a host name of lower-case letters, digits, hyphens and dots, without a port'],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'lower-case letters, digits and hyphens'],
];

function patternProblem(pattern: string): string {
  const meaning = KNOWN_PATTERNS.find(([part]) => pattern.includes(part))?.[1];
  return `must ${meaning === undefined ? `match the pattern ${pattern}` : `be ${meaning}`}: correct it`;
}

function countedItems(count: number, what: string): string {
  return what === 'entry' && count !== 1 ? `${count} entries` : counted(count, what);
}

function notOneOf(values: readonly unknown[], value: unknown): string {
  const listed = values.map((item) => JSON.stringify(item)).join(', ');
  const meant = typeof value === 'string' && nearest(value, values.map(String));
  return `must be ${values.length === 1 ? '' : 'one of '}${listed}${meant ? `: did you mean "${meant}"?` : ''}`;
}

/** Alternatives are usually fields that exclude each other. */
function notFitting(many: string, alternatives: readonly JsonSchema[]): string {
  const fields = [...new Set(alternatives.flatMap(({ required = [] }) => required))];
  return fields.length > 0
    ? `must have ${many} one of the fields ${fields.join(', ')}: ${many === 'at least' ? 'add' : 'keep'} one`
    : `must match one of ${JSON.stringify(alternatives)}: correct it`;
}

const patterns = new Map<string, RegExp>();

/** A regular expression in the syntax of Go, which may contain the flag `(?i)`. */
export function patternOf(text: string): RegExp {
  const pattern =
    patterns.get(text) ?? new RegExp(text.replace('(?i)', ''), text.includes('(?i)') ? 'i' : '');
  patterns.set(text, pattern);
  return pattern;
}
