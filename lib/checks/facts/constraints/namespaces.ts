import { parseQuantity } from '../../../kube/quantity';
import { type Constraints, check } from './constraint';
import { isMissing, QUALIFIED_NAME, unique } from './predicates';

const LEVEL = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)$/;
const VERSION = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)-version$/;

/** @see https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
const POD_SECURITY = check<Readonly<Record<string, string>>>((labels) => {
  for (const [key, value] of Object.entries(labels)) {
    const at = { at: `["${key}"]`, value };
    if (LEVEL.test(key) && !['privileged', 'baseline', 'restricted'].includes(value))
      return { ...at, problem: 'not a Pod Security level: use privileged, baseline or restricted' };
    if (VERSION.test(key) && !/^(latest|v1\.(0|[1-9]\d*))$/.test(value))
      return { ...at, problem: 'not a version of Pod Security: use latest or one such as v1.36' };
  }
  return undefined;
});

type Quantities = Readonly<Record<string, string | number>>;

interface LimitRangeItem {
  readonly type: string;
  readonly min?: Quantities;
  readonly defaultRequest?: Quantities;
  readonly default?: Quantities;
  readonly max?: Quantities;
  readonly maxLimitRequestRatio?: Quantities;
}

/** Each is at most the next one. */
const ASCENDING = ['min', 'defaultRequest', 'default', 'max'] as const;

const LIMITS = check<LimitRangeItem>((item) => {
  const { type } = item;
  if (
    !['Pod', 'Container', 'PersistentVolumeClaim'].includes(type) &&
    !(type.includes('/') && QUALIFIED_NAME(type) === undefined)
  )
    return {
      at: 'type',
      value: type,
      problem: 'not supported: use one of Container, PersistentVolumeClaim, Pod',
    };
  for (const field of ['default', 'defaultRequest'] as const)
    if (type === 'Pod' && item[field])
      return { at: field, problem: 'not allowed for type Pod: remove it, or use type Container' };
  if (type === 'PersistentVolumeClaim' && isMissing(item.min?.storage) && isMissing(item.max?.storage))
    return { value: undefined, problem: 'has neither min.storage nor max.storage: set one' };
  for (const [index, low] of ASCENDING.entries()) {
    for (const high of ASCENDING.slice(index + 1)) {
      for (const [name, value] of Object.entries(item[low] ?? {})) {
        const other = item[high]?.[name];
        if (other !== undefined && parseQuantity(String(value)) > parseQuantity(String(other)))
          return { at: `${low}["${name}"]`, value, problem: `exceeds ${high} (${other}): lower it` };
      }
    }
  }
  return undefined;
});

const RESOURCES = check<LimitRangeItem>((item) => {
  const known =
    item.type === 'PersistentVolumeClaim'
      ? /^(storage|requests\.storage)$|\//
      : /^(cpu|memory|ephemeral-storage|hugepages-.+)$|\//;
  for (const field of [...ASCENDING, 'maxLimitRequestRatio'] as const) {
    const key = Object.keys(item[field] ?? {}).find(
      (name) => !known.test(name) || QUALIFIED_NAME(name) !== undefined,
    );
    if (key !== undefined)
      return {
        at: field,
        value: key,
        problem: `not a resource that type ${item.type} can limit: correct it, or remove it`,
      };
  }
  return undefined;
});

/** Namespaces and their limits. */
export const NAMESPACES: Constraints = {
  Namespace: { 'metadata.labels': POD_SECURITY },
  NamespaceSpec: {
    'finalizers[*]': check<string>((name) =>
      name === 'kubernetes' || (name.includes('/') && QUALIFIED_NAME(name) === undefined)
        ? undefined
        : 'not a valid finalizer: use a name such as example.com/finalizer',
    ),
  },
  LimitRangeSpec: { limits: unique('type') },
  LimitRangeItem: { '': [LIMITS, RESOURCES] },
};
