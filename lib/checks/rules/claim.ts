import { nearest } from '../../kube/text';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName, orUse } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type Claim, claimsOf, mismatch, volumesByClass } from '../facts/claims';
import { defaultClasses, hasDefaultClass, severalDefaults } from '../facts/default-classes';
import { isGiven } from '../facts/given-objects';
import { notFound } from '../facts/references';

/** A provisioner that creates no volumes. @see https://kubernetes.io/docs/concepts/storage/storage-classes/#local */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/ */
export const claim: Rule = {
  id: 'claim',
  group: 'references',
  title:
    'Every volume claim, also of a StatefulSet and of an ephemeral volume, gets a volume: its StorageClass exists, or one is the default, or a PersistentVolume fits. At most one StorageClass is the default.',
  protects: 'The claim stays `Pending`, and its pods do not start.',
  *check(cluster): Iterable<Finding> {
    for (const own of claimsOf(cluster)) {
      const { object, field } = own;
      const { storageClassName, volumeName } = own.spec;
      const pinned = volumeName ? pinProblem(cluster, own, volumeName) : undefined;
      if (pinned) yield { object, field: `${field}.volumeName`, value: volumeName, problem: pinned };
      const found = volumeName ? undefined : classProblem(cluster, own);
      if (found) yield { object, field: `${field}.storageClassName`, value: storageClassName, ...found };
    }
    yield* severalDefaults(cluster, 'StorageClass');
  },
};

/** The problem of a claim that names its volume. A provisioner may have created a volume that is not among the objects. */
function pinProblem(cluster: ClusterIndex, own: Claim, name: string): string | undefined {
  const target = { kind: 'PersistentVolume', name } as const;
  const volume = cluster.find(target);
  if (volume === undefined) {
    const known = cluster.names('PersistentVolume', undefined);
    return nearest(name, known) === undefined ? undefined : notFound(cluster, target);
  }
  const className = volume.spec.storageClassName ?? '';
  const isUnknown = own.spec.storageClassName === undefined && cluster.mayHave('StorageClass');
  if (!isUnknown && className !== classOf(cluster, own))
    return `${objectName(volume)} has another class: set storageClassName to "${className}"`;
  const reason = mismatch(own, volume);
  return reason && `${objectName(volume)} ${reason}: correct one of them`;
}

function classProblem(cluster: ClusterIndex, own: Claim): Pick<Finding, 'problem' | 'severity'> | undefined {
  const { storageClassName: named, selector } = own.spec;
  const className = classOf(cluster, own);
  const volumes = className === undefined ? [] : (volumesByClass(cluster).get(className) ?? []);
  const reasons = volumes.map((volume) => mismatch(own, volume));
  if (reasons.includes(undefined)) return undefined;
  const [volume] = volumes;
  const detail = volume ? ` (${objectName(volume)} ${reasons[0]})` : '';
  const known = orUse(cluster.names('StorageClass', undefined));
  const mayExist = cluster.mayHave('PersistentVolume');
  if (className === '') {
    if (mayExist) return undefined;
    return named === ''
      ? { problem: `no PersistentVolume without a class fits${detail}: create one, or name a StorageClass` }
      : { problem: `missing, and no StorageClass is the default${detail}: name one${known}` };
  }
  if (Object.keys(selector ?? {}).length > 0 && !mayExist)
    return {
      problem: `a claim with a selector needs a PersistentVolume, and none fits${detail}: create one`,
    };
  if (className === undefined || isGiven(cluster, 'StorageClass', className)) return undefined;
  const target = { kind: 'StorageClass', name: className };
  const found = cluster.find(target);
  if (found === undefined)
    return {
      problem: volume
        ? `no PersistentVolume of the class fits${detail}: correct it`
        : notFound(cluster, target),
    };
  const { provisioner } = found.json as { readonly provisioner?: string };
  // A program of another provider may create the volumes.
  if (provisioner !== NO_PROVISIONER) return undefined;
  return {
    problem: `the class creates no volumes, and no PersistentVolume fits${detail}: create one`,
    severity: volume ? 'error' : 'warning',
  };
}

/** The class of a claim, `''` for none; undefined if it gets a default class whose name is not known. */
function classOf(cluster: ClusterIndex, { spec }: Claim): string | undefined {
  if (spec.storageClassName !== undefined) return spec.storageClassName;
  const classes: readonly KubeObject[] = defaultClasses(cluster, 'StorageClass');
  return hasDefaultClass(cluster, 'StorageClass') ? classes[0]?.name : '';
}
