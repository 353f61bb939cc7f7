import type { IEnvVar } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { secretKeys } from './secrets';
import type { PodContainer, Workload } from './workload';

/** A variable of a container. */
export interface Variable {
  readonly name: string;
  /** The value, with the values of the variables to which it refers; undefined if it is not known. */
  readonly value: string | undefined;
  /** The value with those references that are not known; empty if nothing is known. */
  readonly text: string;
  /** Whether the value refers to other variables. */
  readonly isComposed: boolean;
  /** The object that states the value: that of the container, or a ConfigMap. */
  readonly object: KubeObject;
  readonly field: string;
}

/** The variables of a container. */
export interface Environment {
  readonly variables: ReadonlyMap<string, Variable>;
  /** Whether it may have further variables, from objects whose keys are not known. */
  readonly isOpen: boolean;
  /** The references to variables that the kubelet leaves as they are, because it does not know them. */
  readonly unresolved: readonly UnresolvedReference[];
}

/** A reference to a variable that is not defined before its use. */
export interface UnresolvedReference {
  /** The variable whose value contains the reference. */
  readonly variable: string;
  readonly field: string;
  readonly text: string;
  readonly name: string;
}

/** The name of a variable that Kubernetes defines for each Service, without the name of the Service. */
const OF_SERVICE =
  /^(.+?)_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

/** A reference to a variable, or an escaped dollar sign. */
const REFERENCE = /\$(\$|\(([^)]*)\))/g;

const environments = perCluster(() => new WeakMap<PodContainer['container'], Environment>());

/**
 * The variables of a container, as the kubelet computes them.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function environmentOf(cluster: ClusterIndex, owner: PodContainer): Environment {
  const known = environments(cluster);
  const environment = known.get(owner.container) ?? compute(cluster, owner);
  known.set(owner.container, environment);
  return environment;
}

/** A text with the values of the variables to which it refers, and the names of those without a known value. */
export function expand(
  text: string,
  variables: Environment['variables'],
): { readonly text: string; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const expanded = text.replace(REFERENCE, (reference, escaped: string, name: string) => {
    if (escaped === '$') return '$';
    const value = variables.get(name)?.value;
    if (value === undefined) unknown.push(name);
    return value ?? reference;
  });
  return { text: expanded, unknown };
}

/** Whether a word of a command is a script, as in `sh -c`. */
export function isScript(words: readonly string[], index: number): boolean {
  return (
    /^-[a-z]*c$/.test(words[index - 1] ?? '') &&
    words.slice(0, index - 1).some((word) => /(^|\/)(ba|da|a|z|k)?sh$/.test(word))
  );
}

/**
 * Whether Kubernetes defines a variable for a Service of the pod's namespace.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export function isOfService(cluster: ClusterIndex, { namespace, pod }: Workload, variable: string): boolean {
  const [, prefix] = OF_SERVICE.exec(variable) ?? [];
  if (prefix === undefined) return false;
  if (prefix === 'KUBERNETES' || cluster.isForeign(namespace)) return true;
  const services = cluster.names('Service', namespace).map((name) => name.toUpperCase().replaceAll('-', '_'));
  return pod.enableServiceLinks !== false && services.includes(prefix);
}

function compute(cluster: ClusterIndex, { object, workload, container, field }: PodContainer): Environment {
  const variables = new Map<string, Variable>();
  const unresolved: UnresolvedReference[] = [];
  let isOpen = false;
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const found = configMapRef
      ? configVariables(cluster, workload, configMapRef.name)
      : secretVariables(cluster, object, workload, secretRef?.name);
    isOpen ||= found === undefined;
    for (const variable of found ?? [])
      variables.set(`${prefix}${variable.name}`, { ...variable, name: `${prefix}${variable.name}` });
  }
  for (const [index, { name, value, valueFrom }] of (container.env ?? []).entries()) {
    const at = { name, object, field: `${field}.env[${index}].value` };
    if (valueFrom) {
      const source = sourceOf(cluster, workload, valueFrom);
      variables.set(name, {
        ...at,
        isComposed: false,
        value: undefined,
        text: source.value ?? '',
        ...source,
      });
      continue;
    }
    const { text, unknown } = expand(value ?? '', variables);
    for (const other of unknown)
      if (!variables.has(other))
        unresolved.push({ variable: name, field: at.field, text: value ?? '', name: other });
    variables.set(name, {
      ...at,
      value: unknown.length > 0 ? undefined : text,
      text,
      isComposed: text !== value,
    });
  }
  return { variables, unresolved, isOpen };
}

/** The variables from a ConfigMap; undefined if its keys are not known. */
function configVariables(
  cluster: ClusterIndex,
  { namespace }: Workload,
  name = '',
): readonly Variable[] | undefined {
  const object = cluster.find({ kind: 'ConfigMap', namespace, name });
  if (object === undefined) return undefined;
  return Object.entries(object.json.data ?? {}).map(([key, value]) => ({
    name: key,
    value,
    text: value,
    isComposed: false,
    object,
    field: `data["${key}"]`,
  }));
}

/** The variables from a Secret; undefined if its keys are not known. */
function secretVariables(
  cluster: ClusterIndex,
  object: KubeObject,
  { namespace }: Workload,
  name = '',
): readonly Variable[] | undefined {
  return secretKeys(cluster)
    .get(`${namespace}/${name}`)
    ?.map((key) => ({ name: key, value: undefined, text: '', isComposed: false, object, field: '' }));
}

/** The value of a variable that is read from a ConfigMap, or that is the namespace of the pod. */
function sourceOf(
  cluster: ClusterIndex,
  { namespace }: Workload,
  { configMapKeyRef, fieldRef }: NonNullable<IEnvVar['valueFrom']>,
): Partial<Variable> {
  if (fieldRef?.fieldPath === 'metadata.namespace') return { value: namespace };
  if (configMapKeyRef === undefined) return {};
  const { name = '', key } = configMapKeyRef;
  const object = cluster.find({ kind: 'ConfigMap', namespace, name });
  return object ? { value: object.json.data?.[key], object, field: `data["${key}"]` } : {};
}
