import type { IVolume } from '../../../imports/manifest-types';
import type { KubeObject } from '../engine/kube-object';
import type { Reference } from './references';
import { containersOf, type PodContainer, type Workload } from './workload';

/** A reference of a pod. Without the target, the pod does not start. */
type PodReference = Omit<Reference, 'object'>;

/** A selector of a ConfigMap or a Secret, or of some of its keys. */
interface Source {
  readonly name?: string;
  readonly secretName?: string;
  readonly key?: string;
  readonly items?: readonly { readonly key: string }[];
  readonly optional?: boolean;
}

/** The objects that a pod refers to, except those that it marks as optional. */
export function podReferences(workload: Workload): Reference[] {
  const { object, pod, field } = workload;
  return [
    ...containersOf(workload).flatMap(inContainer),
    ...(pod.volumes ?? []).flatMap((volume, index) => inVolume(volume, `${field}.volumes[${index}]`)),
    { kind: 'ServiceAccount', name: pod.serviceAccountName, field: `${field}.serviceAccountName` },
    { kind: 'PriorityClass', name: pod.priorityClassName, field: `${field}.priorityClassName` },
    { kind: 'RuntimeClass', name: pod.runtimeClassName, field: `${field}.runtimeClassName` },
    ...(pod.imagePullSecrets ?? []).map(({ name }, index) => ({
      kind: 'Secret',
      name,
      field: `${field}.imagePullSecrets[${index}].name`,
    })),
  ]
    .filter(({ name }) => name)
    .map((reference) => ({ object, namespace: workload.namespace, ...reference }));
}

function inContainer({ container: { env = [], envFrom = [] }, field }: PodContainer): PodReference[] {
  return [
    ...env.flatMap(({ valueFrom }, index) => [
      ...from('ConfigMap', valueFrom?.configMapKeyRef, `${field}.env[${index}].valueFrom.configMapKeyRef`),
      ...from('Secret', valueFrom?.secretKeyRef, `${field}.env[${index}].valueFrom.secretKeyRef`),
    ]),
    ...envFrom.flatMap(({ configMapRef, secretRef }, index) => [
      ...from('ConfigMap', configMapRef, `${field}.envFrom[${index}].configMapRef.name`),
      ...from('Secret', secretRef, `${field}.envFrom[${index}].secretRef.name`),
    ]),
  ];
}

function inVolume(volume: IVolume, field: string): PodReference[] {
  const { configMap, secret, persistentVolumeClaim: claim, projected, csi, azureFile } = volume;
  const attribute = 'secretProviderClass';
  return [
    ...from('ConfigMap', configMap, `${field}.configMap`),
    ...from('Secret', secret, `${field}.secret`),
    ...from('Secret', azureFile, `${field}.azureFile.secretName`),
    ...from('Secret', csi?.nodePublishSecretRef, `${field}.csi.nodePublishSecretRef`),
    ...(projected?.sources ?? []).flatMap((source, index) => [
      ...from('ConfigMap', source.configMap, `${field}.projected.sources[${index}].configMap`),
      ...from('Secret', source.secret, `${field}.projected.sources[${index}].secret`),
    ]),
    {
      kind: 'PersistentVolumeClaim',
      name: claim?.claimName,
      field: `${field}.persistentVolumeClaim.claimName`,
    },
    {
      kind: 'SecretProviderClass',
      name: csi?.driver === 'secrets-store.csi.k8s.io' ? csi.volumeAttributes?.[attribute] : undefined,
      field: `${field}.csi.volumeAttributes.${attribute}`,
    },
  ];
}

function from(kind: string, source: Source | undefined, field: string): PodReference[] {
  if (source === undefined || source.optional) return [];
  const { name, secretName, key, items = [] } = source;
  const keys = key === undefined ? items.map((item) => item.key) : [key];
  return [{ kind, name: name ?? secretName, keys, field }];
}

/** The names of the volume claims that a StatefulSet creates for each of its pods. */
export function claimTemplates({ object }: Workload): string[] {
  const { volumeClaimTemplates = [] } = (object as KubeObject<'StatefulSet'>).spec;
  return volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? '');
}
