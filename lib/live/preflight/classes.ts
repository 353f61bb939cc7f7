import type { Situation, WrittenManifest } from '../situation';
import { type Finding, findingAt } from './finding';
import { allOf } from './lists';

interface Class {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

/** A class that an object of dist/ names; undefined for the default class. */
interface Use {
  readonly object: WrittenManifest;
  readonly field: string;
  readonly name: string | undefined;
}

interface Claim {
  readonly spec?: { readonly storageClassName?: string };
}

const DEFAULTS: Readonly<Record<string, string>> = {
  StorageClass: 'storageclass.kubernetes.io/is-default-class',
  IngressClass: 'ingressclass.kubernetes.io/is-default-class',
};

/** Whether the storage classes and ingress classes that dist/ names exist, in the cluster or in dist/. */
export async function askClasses(situation: Situation): Promise<Finding[]> {
  const uses = situation.objects.flatMap(usesOf);
  const found = await Promise.all([
    check(
      situation,
      'storage.k8s.io',
      'StorageClass',
      uses.filter(({ field }) => field.endsWith('storageClassName')),
    ),
    check(
      situation,
      'networking.k8s.io',
      'IngressClass',
      uses.filter(({ field }) => field.endsWith('ingressClassName')),
    ),
  ]);
  return found.flat();
}

function usesOf(object: WrittenManifest): Use[] {
  const { json } = object;
  const spec = (json as { spec?: Record<string, unknown> }).spec ?? {};
  if (json.kind === 'Ingress')
    return [{ object, field: 'spec.ingressClassName', name: spec.ingressClassName as string | undefined }];
  if (json.kind === 'PersistentVolumeClaim')
    return [{ object, field: 'spec.storageClassName', name: spec.storageClassName as string | undefined }];
  const claims = (spec.volumeClaimTemplates ?? []) as Claim[];
  return claims.map((claim, index) => ({
    object,
    field: `spec.volumeClaimTemplates[${index}].spec.storageClassName`,
    name: claim.spec?.storageClassName,
  }));
}

async function check(
  situation: Situation,
  group: string,
  kind: string,
  uses: readonly Use[],
): Promise<Finding[]> {
  if (uses.length === 0) return [];
  const { items, problem } = await allOf<Class>(situation, group, kind);
  if (problem !== undefined)
    return [{ severity: 'unchecked', question: 'classes', message: `${kind}: ${problem}` }];
  const written = situation.objects.filter(({ json }) => json.kind === kind).map(({ json }) => json as Class);
  const all = [...items, ...written];
  const names = new Set(all.map(({ metadata }) => metadata.name));
  const hasDefault = all.some(({ metadata }) => metadata.annotations?.[DEFAULTS[kind] ?? ''] === 'true');
  const known = [...names].sort().join(', ') || 'none';
  return uses.flatMap(({ object, field, name }) => {
    if (name === undefined ? hasDefault : names.has(name)) return [];
    const text = name === undefined ? `no default ${kind} exists` : `${kind} ${name} not found`;
    return [findingAt('classes', 'error', object, `${text}: create it, or use one of ${known}`, field)];
  });
}
