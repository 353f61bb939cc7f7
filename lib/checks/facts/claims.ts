import type { IPersistentVolumeClaimSpec } from 'kubernetes-models/v1';
import { type LabelSelector, selects } from '../../kube/labels';
import { parseQuantity } from '../../kube/quantity';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { claimTemplates } from './pod-references';
import { replicasOf } from './scale';
import type { Workload } from './workload';

/** A volume claim, or a template of claims. */
export interface Claim {
  readonly object: KubeObject;
  /** The path of its specification in the object, such as `spec.volumeClaimTemplates[0].spec`. */
  readonly field: string;
  readonly namespace: string;
  /** The names of the claims; none if each pod has a claim of its own. */
  readonly names: readonly string[];
  readonly spec: Partial<IPersistentVolumeClaimSpec>;
}

/** The volume claims of a cluster: objects, and the templates of StatefulSets and of ephemeral volumes. */
export const claimsOf = perCluster((cluster): readonly Claim[] => {
  const objects = cluster.ofKind('PersistentVolumeClaim').map((object) => ({
    object,
    field: 'spec',
    namespace: object.namespace ?? 'default',
    names: [object.name],
    spec: object.spec,
  }));
  return [...objects, ...cluster.workloads.flatMap(ofSet), ...cluster.workloads.flatMap(ofPods)];
});

function ofSet(workload: Workload): Claim[] {
  const { object, namespace } = workload;
  const { volumeClaimTemplates = [] } = (object as KubeObject<'StatefulSet'>).spec;
  const names = claimNames(workload);
  return volumeClaimTemplates.map(({ spec = {} }, index) => {
    const field = `spec.volumeClaimTemplates[${index}].spec`;
    return { object, field, namespace, names: names[index] ?? [], spec };
  });
}

function ofPods({ object, namespace, pod, field }: Workload): Claim[] {
  return (pod.volumes ?? []).flatMap(({ ephemeral }, index) => {
    const { spec } = ephemeral?.volumeClaimTemplate ?? {};
    const at = `${field}.volumes[${index}].ephemeral.volumeClaimTemplate.spec`;
    return spec ? [{ object, field: at, namespace, names: [], spec }] : [];
  });
}

/** The names of the claims that a StatefulSet creates, by template; none for other workloads. */
function claimNames(workload: Workload): readonly (readonly string[])[] {
  const { object } = workload;
  if (object.kind !== 'StatefulSet') return [];
  const { start = 0 } = (object as KubeObject<'StatefulSet'>).spec.ordinals ?? {};
  const ordinals = [...Array(replicasOf(object) ?? 1).keys()].map((ordinal) => start + ordinal);
  return claimTemplates(workload).map((template) =>
    ordinals.map((ordinal) => `${template}-${object.name}-${ordinal}`),
  );
}

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
    claim.names.length > 0 &&
    !(claim.names.includes(claimRef.name) && (claimRef.namespace ?? claim.namespace) === claim.namespace);
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
