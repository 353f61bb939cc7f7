import { parseCpu, parseQuantity } from '../../lib/kube/quantity';

/** A manifest, as far as a ledger reads it. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: every kind of workload is looked into
  readonly spec?: any;
}

/** Amounts by the names that a quota has for them: thousandths of a core, bytes, pieces. */
export type Amounts = Readonly<Record<string, number>>;

/** What a namespace's quota allows, and what its pods need at three times. */
export interface LedgerLine {
  readonly hard: Amounts;
  /** When nothing changes. */
  readonly steady: Amounts;
  /** When every rollout has its extra pods at once. */
  readonly rollout: Amounts;
  /** When every rollout has started its last pod and none of the old ones has ended: they count until they are gone. */
  readonly overlap: Amounts;
}

/**
 * The ledger of each namespace with a quota.
 *
 * @param nodes how many pods a DaemonSet has
 */
export function ledger(objects: readonly object[], nodes: number): Map<string, LedgerLine> {
  const manifests = objects as readonly Manifest[];
  return new Map(
    manifests
      .filter(({ kind }) => kind === 'ResourceQuota')
      .map(({ metadata: { namespace = '' }, spec }) => {
        const own = manifests.filter(({ metadata }) => metadata.namespace === namespace);
        const defaults = own.find(({ kind }) => kind === 'LimitRange')?.spec.limits[0];
        const need = (countOf: (manifest: Manifest) => number) =>
          total(own.map((manifest) => times(podOf(manifest, defaults), countOf(manifest))));
        const claims = { persistentvolumeclaims: claimsOf(own) };
        return [
          namespace,
          {
            hard: parsed(spec.hard),
            steady: { ...need((manifest) => replicasOf(manifest, nodes)), ...claims },
            rollout: {
              ...need((manifest) => replicasOf(manifest, nodes) + surgeOf(manifest, nodes)),
              ...claims,
            },
            overlap: {
              ...need((manifest) => replicasOf(manifest, nodes) * (surgeOf(manifest, nodes) > 0 ? 2 : 1)),
              ...claims,
            },
          },
        ];
      }),
  );
}

/** What exceeds a quota, as `requests.cpu 5000 of 4000`. */
export function excess(hard: Amounts, need: Amounts): string[] {
  return Object.entries(hard)
    .filter(([resource, limit]) => (need[resource] ?? 0) > limit)
    .map(([resource, limit]) => `${resource} ${need[resource]} of ${limit}`);
}

/** A pod of no requests and limits, as the limit range makes it. */
export function defaultPod(objects: readonly object[], namespace: string): Amounts {
  const range = (objects as readonly Manifest[]).find(
    ({ kind, metadata }) => kind === 'LimitRange' && metadata.namespace === namespace,
  );
  return containerOf({}, range?.spec.limits[0]);
}

/** Amounts added up. */
export function total(amounts: readonly Amounts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const amount of amounts)
    for (const [resource, value] of Object.entries(amount)) sum[resource] = (sum[resource] ?? 0) + value;
  return sum;
}

function times(amounts: Amounts, count: number): Amounts {
  return Object.fromEntries(Object.entries(amounts).map(([resource, value]) => [resource, value * count]));
}

/** How many pods a workload has; a CronJob's next run does not start before the last has ended. */
function replicasOf({ kind, spec }: Manifest, nodes: number): number {
  if (kind === 'Deployment' || kind === 'StatefulSet') return spec.replicas ?? 1;
  if (kind === 'DaemonSet') return nodes;
  return kind === 'Job' || kind === 'CronJob' ? 1 : 0;
}

/** How many pods more a rollout may make; a StatefulSet's and by default a DaemonSet's stops one first. */
function surgeOf(manifest: Manifest, nodes: number): number {
  const { kind, spec } = manifest;
  if (kind === 'Deployment' && spec.strategy?.type !== 'Recreate')
    return share(spec.strategy?.rollingUpdate?.maxSurge ?? '25%', replicasOf(manifest, nodes));
  if (kind === 'DaemonSet') return share(spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0, nodes);
  return 0;
}

function share(value: number | string, of: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) / 100) * of);
}

// biome-ignore lint/suspicious/noExplicitAny: a limit range's item
function podOf({ kind, spec }: Manifest, defaults: any): Amounts {
  if (!['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(kind)) return {};
  const pod = (kind === 'CronJob' ? spec.jobTemplate.spec : spec).template.spec;
  const running = total(pod.containers.map((container: object) => containerOf(container, defaults)));
  const starting: Amounts[] = (pod.initContainers ?? []).map((container: object) =>
    containerOf(container, defaults),
  );
  const largest = Object.fromEntries(
    Object.entries(running).map(([resource, value]) => [
      resource,
      Math.max(value, ...starting.map((container) => container[resource] ?? 0)),
    ]),
  );
  return { ...largest, pods: 1 };
}

// biome-ignore lint/suspicious/noExplicitAny: a container of any shape
function containerOf({ resources = {} }: any, defaults: any): Amounts {
  const limits = { ...defaults?.default, ...resources.limits };
  const requests = { ...defaults?.defaultRequest, ...resources.requests };
  return parsed({
    'requests.cpu': requests.cpu,
    'requests.memory': requests.memory,
    'limits.cpu': limits.cpu,
    'limits.memory': limits.memory,
  });
}

function claimsOf(manifests: readonly Manifest[]): number {
  const own = manifests.filter(({ kind }) => kind === 'PersistentVolumeClaim').length;
  return manifests
    .filter(({ kind }) => kind === 'StatefulSet')
    .reduce((sum, { spec }) => sum + (spec.replicas ?? 1) * (spec.volumeClaimTemplates?.length ?? 0), own);
}

function parsed(quantities: Readonly<Record<string, string>>): Amounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, quantity]) => [
      resource,
      resource.endsWith('cpu') ? parseCpu(String(quantity)) : parseQuantity(String(quantity)),
    ]),
  );
}
