import { canonicalJson } from '../../kube/canonical-json';
import { type Finding, show } from '../engine/finding';
import { kubeObject, type ObjectJson, objectKey, valueAt } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { IMMUTABLE } from '../facts/immutable';

/** The kinds with fields that cannot be changed. */
export const KINDS_WITH_IMMUTABLE_FIELDS: readonly string[] = Object.keys(IMMUTABLE);

/** Compares with the previous files, because the cluster is not read. */
export const immutableFields: Rule = {
  id: 'immutable-fields',
  group: 'objects',
  title:
    'No immutable field of an object differs from the previous content of dist/, unless `npm run synth -- --replace KIND/NAMESPACE/NAME` says that a person replaces the object. A warning is then reported.',
  protects: 'The apply fails half-way: the objects after this one are not applied.',
  *check(cluster, { replace = [] }): Iterable<Finding> {
    const before = new Map<string, ObjectJson>();
    const read = (file: string) => {
      const previous = cluster.facts.previous(file) ?? [];
      for (const json of previous)
        before.set(objectKey(kubeObject({ json, path: cluster.facts.name, file })), json as ObjectJson);
      return previous.length > 0;
    };
    for (const file of new Set(cluster.objects.map((object) => object.file))) read(file);
    const copied = (cluster.facts.copies ?? []).flatMap(({ path, file, objects }) =>
      read(file) ? objects().map((json) => kubeObject({ json, path, file })) : [],
    );
    if (before.size === 0) return;
    for (const object of [...cluster.ofKind(...KINDS_WITH_IMMUTABLE_FIELDS), ...copied]) {
      const { kind, namespace, name } = object;
      const old = before.get(objectKey(object));
      if (old === undefined) continue;
      const changes = Object.entries(IMMUTABLE[kind] ?? {}).flatMap(([field, refuses]) => {
        const [was, value] = [valueAt(old, field), valueAt(object.json, field)];
        return refuses(was, value, old) ? [narrowed({ field, was: was ?? null, value: value ?? null })] : [];
      });
      if (changes.length === 0) continue;
      const id = [kind, namespace, name].filter((part) => part !== undefined).join('/');
      const where = namespace === undefined ? '' : ` -n ${namespace}`;
      const keep = kind === 'StatefulSet' ? ' --cascade=orphan' : '';
      const deletion = `run "kubectl delete ${kind.toLowerCase()}${where} ${name}${keep}" before the apply`;
      const isMeant = replace.includes(id);
      const remedy = isMeant
        ? deletion
        : `undo the change, or replace the object: run npm run synth -- --replace ${id}, and ${deletion}`;
      const what = changes.map(({ was, value }) => `${show(was)} cannot be changed to ${show(value)}`);
      yield {
        object,
        field: changes.map(({ field }) => field).join(', '),
        problem: `${what.join('; ')}: ${remedy}`,
        severity: isMeant ? 'warning' : 'error',
      };
    }
  },
};

/** A field with two values. */
interface Difference {
  readonly field: string;
  readonly was: unknown;
  readonly value: unknown;
}

/** The only member that differs, as deep as possible: of a template, one field is what a person changed. */
function narrowed(difference: Difference): Difference {
  const { field, was, value } = difference;
  if (!isCompound(was) || !isCompound(value)) return difference;
  const keys = [...new Set([...Object.keys(was), ...Object.keys(value)])];
  const [key, ...others] = keys.filter((name) => canonicalJson(was[name]) !== canonicalJson(value[name]));
  if (key === undefined || others.length > 0 || !(key in was) || !(key in value)) return difference;
  const path = Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`;
  return narrowed({ field: path, was: was[key], value: value[key] });
}

function isCompound(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
