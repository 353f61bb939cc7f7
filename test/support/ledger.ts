import { parseCpu, parseQuantity } from '../../lib/kube/quantity';

/** A manifest, with the fields that a ledger reads. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: workloads of every kind are read
  readonly spec?: any;
}

/** Amounts by the resource names of quotas: thousandths of a core, bytes, pieces. */
export type Amounts = Readonly<Record<string, number>>;

/** The quota of a namespace, and the needs of its pods in three situations. */
export interface LedgerLine {
  readonly hard: Amounts;
  /** Without any rollout. */
  readonly steady: Amounts;
  /** While all workloads roll out at once, with their additional pods. */
  readonly rollout: Amounts;
  /** While all workloads roll out at once, and all old pods still terminate: they count until they are deleted. */
  readonly overlap: Amounts;
}

/**
 * The ledger of each namespace with a quota.
 *
 * @param nodes the number of pods of a DaemonSet
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

/** The resources that exceed a quota, such as `requests.cpu 5000 of 4000`. */
export function excess(hard: Amounts, need: Amounts): string[] {
  return Object.entries(hard)
    .filter(([resource, limit]) => (need[resource] ?? 0) > limit)
    .map(([resource, limit]) => `${resource} ${need[resource]} of ${limit}`);
}

/** The amounts of a pod without requests and limits, which are the defaults of the limit range. */
export function defaultPod(objects: readonly object[], namespace: string): Amounts {
  const range = (objects as readonly Manifest[]).find(
    ({ kind, metadata }) => kind === 'LimitRange' && metadata.namespace === namespace,
  );
  return containerOf({}, range?.spec.limits[0]);
}

/** The sum of amounts. */
export function total(amounts: readonly Amounts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const amount of amounts)
    for (const [resource, value] of Object.entries(amount)) sum[resource] = (sum[resource] ?? 0) + value;
  return sum;
}

function times(amounts: Amounts, count: number): Amounts {
  return Object.fromEntries(Object.entries(amounts).map(([resource, value]) => [resource, value * count]));
}

/** The number of pods of a workload. A CronJob has at most one run at a time. */
function replicasOf({ kind, spec }: Manifest, nodes: number): number {
  if (kind === 'Deployment' || kind === 'StatefulSet') return spec.replicas ?? 1;
  if (kind === 'DaemonSet') return nodes;
  return kind === 'Job' || kind === 'CronJob' ? 1 : 0;
}

/** The number of additional pods of a rollout. StatefulSets, and by default DaemonSets, stop a pod first. */
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

// biome-ignore lint/suspicious/noExplicitAny: an item of a limit range
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
