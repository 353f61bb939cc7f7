import { groupBy } from '../../checks/engine/group-by';
import { type ClassKind, isDefaultClass } from '../../checks/facts/default-classes';
import type { Situation, WrittenManifest } from '../situation';
import { type Finding, findingAt } from './finding';
import { allOf } from './lists';

interface Class {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

type Kind = ClassKind | 'GatewayClass';

const GROUPS: Readonly<Record<Kind, string>> = {
  IngressClass: 'networking.k8s.io',
  StorageClass: 'storage.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
};

/** A class that an object of dist/ names; undefined for the default class. */
interface Use {
  readonly object: WrittenManifest;
  readonly kind: Kind;
  readonly field: string;
  readonly name: string | undefined;
}

interface Claim {
  readonly spec?: { readonly storageClassName?: string };
}

/** Whether the classes of storage, Ingresses and Gateways that dist/ names exist, in the cluster or in dist/. */
export async function askClasses(situation: Situation): Promise<Finding[]> {
  const uses = groupBy(situation.objects.flatMap(usesOf), ({ kind }) => kind);
  const found = await Promise.all([...uses].map(([kind, all]) => check(situation, kind, all)));
  return found.flat();
}

function usesOf(object: WrittenManifest): Use[] {
  const { json } = object;
  const spec = (json as { spec?: Record<string, unknown> }).spec ?? {};
  const use = (kind: Kind, field: string, name: unknown): Use[] =>
    // A claim with an empty name has no class, and is bound to a volume without one.
    name === '' ? [] : [{ object, kind, field, name: name as string | undefined }];
  if (json.kind === 'Ingress') return use('IngressClass', 'spec.ingressClassName', spec.ingressClassName);
  if (json.kind === 'Gateway' && json.apiVersion.startsWith(`${GROUPS.GatewayClass}/`))
    return use('GatewayClass', 'spec.gatewayClassName', spec.gatewayClassName);
  if (json.kind === 'PersistentVolumeClaim')
    return use('StorageClass', 'spec.storageClassName', spec.storageClassName);
  const claims = (spec.volumeClaimTemplates ?? []) as Claim[];
  return claims.flatMap((claim, index) =>
    use(
      'StorageClass',
      `spec.volumeClaimTemplates[${index}].spec.storageClassName`,
      claim.spec?.storageClassName,
    ),
  );
}

async function check(situation: Situation, kind: Kind, uses: readonly Use[]): Promise<Finding[]> {
  const { items, problem } = await allOf<Class>(situation, GROUPS[kind], kind);
  if (problem !== undefined)
    return [{ severity: 'unchecked', question: 'classes', message: `${kind}: ${problem}` }];
  const written = situation.objects.filter(({ json }) => json.kind === kind).map(({ json }) => json as Class);
  const all = [...items, ...written];
  const names = new Set(all.map(({ metadata }) => metadata.name));
  const hasDefault =
    kind !== 'GatewayClass' && all.some(({ metadata }) => isDefaultClass(kind, metadata.annotations));
  const remedy = names.size === 0 ? 'create it' : `create it, or use one of ${[...names].sort().join(', ')}`;
  return uses.flatMap(({ object, field, name }) => {
    if (name === undefined ? hasDefault : names.has(name)) return [];
    const text = name === undefined ? `no default ${kind} exists` : `${kind} ${name} not found`;
    return [findingAt('classes', 'error', object, `${text}: ${remedy}`, field)];
  });
}
