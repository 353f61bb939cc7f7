import type { IPersistentVolumeClaimSpec } from '../../../imports/manifest-types';
import { type LabelSelector, selects } from '../../kube/labels';
import { parseQuantity } from '../../kube/quantity';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { replicasOf } from './scale';
import type { Workload } from './workload';

/** A volume claim, or a template of claims. */
export interface Claim {
  readonly object: KubeObject;
  /** The path of its specification in the object, such as `spec.volumeClaimTemplates[0].spec`. */
  readonly field: string;
  readonly namespace: string;
  /** Whether it creates a claim of this name. @default undefined: each pod has a claim of its own */
  readonly isNamed?: (name: string) => boolean;
  readonly spec: Partial<IPersistentVolumeClaimSpec>;
}

/** The volume claims of a cluster: objects, and the templates of StatefulSets and of ephemeral volumes. */
export const claimsOf = perCluster((cluster): readonly Claim[] => {
  const objects = cluster.ofKind('PersistentVolumeClaim').map((object) => ({
    object,
    field: 'spec',
    namespace: object.namespace ?? 'default',
    isNamed: (name: string) => name === object.name,
    spec: object.spec,
  }));
  return [...objects, ...cluster.workloads.flatMap(ofSet), ...cluster.workloads.flatMap(ofPods)];
});

function ofSet({ object, namespace }: Workload): Claim[] {
  const { volumeClaimTemplates = [], ordinals } = (object as KubeObject<'StatefulSet'>).spec;
  const first = ordinals?.start ?? 0;
  const end = first + (replicasOf(object) ?? 1);
  return volumeClaimTemplates.map(({ metadata, spec = {} }, index) => {
    const prefix = `${metadata?.name}-${object.name}-`;
    const isNamed = (name: string) => {
      const ordinal = name.slice(prefix.length);
      const isOrdinal = name.startsWith(prefix) && /^(?:0|[1-9]\d*)$/.test(ordinal);
      return isOrdinal && Number(ordinal) >= first && Number(ordinal) < end;
    };
    return { object, field: `spec.volumeClaimTemplates[${index}].spec`, namespace, isNamed, spec };
  });
}

function ofPods({ object, namespace, pod, field }: Workload): Claim[] {
  return (pod.volumes ?? []).flatMap(({ ephemeral }, index) => {
    const { spec } = ephemeral?.volumeClaimTemplate ?? {};
    const at = `${field}.volumes[${index}].ephemeral.volumeClaimTemplate.spec`;
    return spec ? [{ object, field: at, namespace, spec }] : [];
  });
}

/** Whether a claim of a namespace and name is among the objects, or is created for a StatefulSet. */
export const hasClaim = perCluster((cluster) => {
  const byNamespace = groupBy(claimsOf(cluster), ({ namespace }) => namespace);
  return (namespace: string, name: string): boolean =>
    byNamespace.get(namespace)?.some(({ isNamed }) => isNamed?.(name)) ?? false;
});

/** The PersistentVolumes by class; `''` for those without one. */
export const volumesByClass = perCluster((cluster) =>
  groupBy(cluster.ofKind('PersistentVolume'), ({ spec }) => spec.storageClassName ?? ''),
);

/**
 * The reason why a claim cannot be bound to a volume of its class; undefined if it can.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
 */
export function mismatch(claim: Claim, volume: KubeObject<'PersistentVolume'>): string | undefined {
  const { accessModes = [], resources, selector, volumeMode = 'Filesystem' } = claim.spec;
  const { spec } = volume;
  const { claimRef } = spec;
  const isReserved =
    claimRef?.name !== undefined &&
    claim.isNamed !== undefined &&
    !(claim.isNamed(claimRef.name) && (claimRef.namespace ?? claim.namespace) === claim.namespace);
  if (isReserved) return `is reserved for ${claimRef.namespace}/${claimRef.name}`;
  const mode = accessModes.find((it) => !spec.accessModes?.includes(it));
  if (mode) return `has no access mode ${mode}`;
  if (sizeOf(spec.capacity) < sizeOf(resources?.requests)) return `is smaller than the request`;
  if ((spec.volumeMode ?? 'Filesystem') !== volumeMode) return `has another volumeMode`;
  if (selector && !selects(selector as LabelSelector, volume.labels)) return 'does not match the selector';
  return undefined;
}

function sizeOf(quantities: Readonly<Record<string, string | number>> = {}): number {
  return parseQuantity(String(quantities.storage ?? 0));
}
