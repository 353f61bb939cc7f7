import { specOf } from '../engine/kube-object';
import { type Container, containersOf, type Workload } from './workload';

/** Something that a pod names, and without which it does not start. */
export interface PodReference {
  readonly kind:
    | 'ConfigMap'
    | 'PersistentVolumeClaim'
    | 'PriorityClass'
    | 'RuntimeClass'
    | 'Secret'
    | 'SecretProviderClass'
    | 'ServiceAccount';
  readonly name: string;
  /** The keys that it must have. */
  readonly keys: readonly string[];
  readonly field: string;
}

/** What a pod names, except what it marks as optional. */
export function podReferences(workload: Workload): PodReference[] {
  return [
    ...containersOf(workload).flatMap(({ container, field }) => inContainer(container, field)),
    ...inVolumes(workload),
    ...inPod(workload),
  ];
}

function inContainer({ env = [], envFrom = [] }: Container, field: string): PodReference[] {
  const references: PodReference[] = [];
  for (const [index, { valueFrom }] of env.entries()) {
    const at = `${field}.env[${index}].valueFrom`;
    const { configMapKeyRef: map, secretKeyRef: secret } = valueFrom ?? {};
    if (map?.name && !map.optional)
      references.push({ kind: 'ConfigMap', name: map.name, keys: [map.key], field: `${at}.configMapKeyRef` });
    if (secret?.name && !secret.optional)
      references.push({ kind: 'Secret', name: secret.name, keys: [secret.key], field: `${at}.secretKeyRef` });
  }
  for (const [index, { configMapRef: map, secretRef: secret }] of envFrom.entries()) {
    const at = `${field}.envFrom[${index}]`;
    if (map?.name && !map.optional)
      references.push({ kind: 'ConfigMap', name: map.name, keys: [], field: `${at}.configMapRef.name` });
    if (secret?.name && !secret.optional)
      references.push({ kind: 'Secret', name: secret.name, keys: [], field: `${at}.secretRef.name` });
  }
  return references;
}

function inVolumes({ pod, field }: Workload): PodReference[] {
  const references: PodReference[] = [];
  const add = (
    kind: PodReference['kind'],
    name: string | undefined,
    source: { readonly optional?: boolean; readonly items?: readonly { readonly key: string }[] },
    at: string,
  ) => {
    if (name && !source.optional)
      references.push({ kind, name, keys: (source.items ?? []).map(({ key }) => key), field: at });
  };
  for (const [index, volume] of (pod.volumes ?? []).entries()) {
    const at = `${field}.volumes[${index}]`;
    const { configMap, secret, persistentVolumeClaim: claim, projected, csi } = volume;
    if (configMap) add('ConfigMap', configMap.name, configMap, `${at}.configMap`);
    if (secret) add('Secret', secret.secretName, secret, `${at}.secret`);
    if (claim) add('PersistentVolumeClaim', claim.claimName, {}, `${at}.persistentVolumeClaim.claimName`);
    for (const [position, source] of (projected?.sources ?? []).entries()) {
      const where = `${at}.projected.sources[${position}]`;
      if (source.configMap) add('ConfigMap', source.configMap.name, source.configMap, `${where}.configMap`);
      if (source.secret) add('Secret', source.secret.name, source.secret, `${where}.secret`);
    }
    if (csi?.driver === 'secrets-store.csi.k8s.io') {
      const name = csi.volumeAttributes?.secretProviderClass;
      add('SecretProviderClass', name, {}, `${at}.csi.volumeAttributes.secretProviderClass`);
    }
  }
  return references;
}

function inPod({ pod, field }: Workload): PodReference[] {
  const named = (kind: PodReference['kind'], name: string | undefined, at: string): PodReference[] =>
    name === undefined ? [] : [{ kind, name, keys: [], field: `${field}.${at}` }];
  return [
    ...named('ServiceAccount', pod.serviceAccountName, 'serviceAccountName'),
    ...named('PriorityClass', pod.priorityClassName, 'priorityClassName'),
    ...named('RuntimeClass', pod.runtimeClassName, 'runtimeClassName'),
    ...(pod.imagePullSecrets ?? []).flatMap(({ name }, index) =>
      named('Secret', name, `imagePullSecrets[${index}].name`),
    ),
  ];
}

/** The names of the claims that a StatefulSet makes for each of its pods. */
export function claimTemplates({ object }: Workload): string[] {
  const { volumeClaimTemplates: templates } = specOf<{
    volumeClaimTemplates: readonly { readonly metadata?: { readonly name?: string } }[];
  }>(object);
  return (templates ?? []).map(({ metadata }) => metadata?.name ?? '');
}
