import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName, orUse } from '../engine/finding';
import { isClusterScoped, type KubeObject, type ObjectName } from '../engine/kube-object';
import { givenNames, isGiven } from './given-objects';
import { secretKeys } from './secrets';

/** A field of an object that names another object, the target. */
export interface Reference {
  readonly object: KubeObject;
  readonly field: string;
  /** @default name */
  readonly value?: unknown;
  readonly kind: string;
  /** Ignored if the kind is cluster-scoped. @default the namespace of the object */
  readonly namespace?: string;
  /** Undefined if the field is missing: nothing is checked. */
  readonly name: string | undefined;
  /** The keys that the target must have, if it is a Secret or a ConfigMap. @default none */
  readonly keys?: readonly string[];
}

/**
 * A finding for each reference whose target does not exist, or does not have one of the keys.
 *
 * Other software creates the objects of foreign namespaces, but never the Secrets that objects of this program name.
 */
export function* unresolved(cluster: ClusterIndex, references: Iterable<Reference>): Iterable<Finding> {
  for (const { object, field, kind, namespace = object.namespace, name, keys, value = name } of references) {
    if (name === undefined || isGiven(cluster, kind, name)) continue;
    const home = isClusterScoped(kind) ? undefined : namespace;
    if (kind !== 'Secret' && home !== undefined && cluster.isForeign(home)) continue;
    const target = { kind, namespace: home, name };
    for (const problem of problemsOf(cluster, target, keys)) yield { object, field, value, problem };
  }
}

/** The message that an object was not found, with the objects of the kind that exist. */
export function notFound(cluster: ClusterIndex, target: ObjectName): string {
  const { kind, namespace } = target;
  const [remedy, names] =
    kind === 'Secret'
      ? ['declare it with cluster.expectSecret() or order a Certificate', secretNames(cluster, namespace)]
      : ['create it', [...cluster.names(kind, namespace), ...givenNames(cluster, kind)]];
  return `${objectName(target)} not found: ${remedy}${orUse(names)}`;
}

function problemsOf(cluster: ClusterIndex, target: ObjectName, keys: readonly string[] = []): string[] {
  const known = keysOf(cluster, target);
  if (known === undefined) return [notFound(cluster, target)];
  return keys
    .filter((key) => known !== 'any' && !known.includes(key))
    .map((key) => `${objectName(target)} has no key "${key}": add it${orUse(known)}`);
}

/** The keys of a ConfigMap or a Secret, `any` for other kinds; undefined if the object does not exist. */
export function keysOf(cluster: ClusterIndex, target: ObjectName): readonly string[] | 'any' | undefined {
  if (target.kind === 'Secret') return secretKeys(cluster).get(`${target.namespace}/${target.name}`);
  if (target.kind !== 'ConfigMap') return cluster.find(target) && 'any';
  const found = cluster.find({ ...target, kind: 'ConfigMap' });
  return found && Object.keys({ ...found.json.data, ...found.json.binaryData });
}

function secretNames(cluster: ClusterIndex, namespace: string | undefined): string[] {
  return [...secretKeys(cluster).keys()]
    .map((key) => key.split('/'))
    .filter(([own]) => own === namespace)
    .map(([, name = '']) => name);
}
