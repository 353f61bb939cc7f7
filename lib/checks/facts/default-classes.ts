import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';

export type ClassKind = 'IngressClass' | 'StorageClass';

/**
 * The annotations of the class of objects that name none.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class
 * @see https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/
 */
const ANNOTATIONS: Readonly<Record<ClassKind, readonly string[]>> = {
  IngressClass: ['ingressclass.kubernetes.io/is-default-class'],
  StorageClass: [
    'storageclass.kubernetes.io/is-default-class',
    'storageclass.beta.kubernetes.io/is-default-class',
  ],
};

/** Whether the annotations of a class make it the default. */
export function isDefaultClass(kind: ClassKind, annotations: Readonly<Record<string, string>> = {}): boolean {
  return ANNOTATIONS[kind].some((key) => annotations[key] === 'true');
}

/** The default classes among the objects. There should be one at most. */
export function defaultClasses(cluster: ClusterIndex, kind: ClassKind): KubeObject[] {
  return cluster.ofKind(kind as string).filter(({ annotations }) => isDefaultClass(kind, annotations));
}

/** Whether an object without a class gets one. */
export function hasDefaultClass(cluster: ClusterIndex, kind: ClassKind): boolean {
  return cluster.mayHave(kind) || isProvided(cluster, kind) || defaultClasses(cluster, kind).length > 0;
}

/** A finding for each further default class: the API server uses the one that was created last. */
export function* severalDefaults(cluster: ClusterIndex, kind: ClassKind): Iterable<Finding> {
  const field = `metadata.annotations["${ANNOTATIONS[kind][0]}"]`;
  const [first, ...others] = defaultClasses(cluster, kind);
  for (const object of others) {
    const problem = `${objectName(first ?? object)} is the default, too, and the class that was created last is used: remove the annotation from one of them`;
    yield { object, field, value: 'true', problem };
  }
  if (first === undefined || !isProvided(cluster, kind)) return;
  const problem = `the provider has a default ${kind}, too, and the class that was created last is used: remove the annotation from one of them`;
  yield { object: first, field, value: 'true', problem, severity: 'warning' };
}

function isProvided({ facts }: ClusterIndex, kind: ClassKind): boolean {
  return kind === 'StorageClass' && facts.provider.hasDefaultStorageClass === true;
}
