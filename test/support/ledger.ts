/**
 * A ledger: what pods need, computed from rendered manifests, to be compared with quotas, nodes and documentation.
 *
 * lib/checks/facts/ledger.ts computes the same for the rules `quota` and `node-capacity`. This file is independent of it
 * on purpose: it verifies the output of the program, and an error in shared code would be on both sides of a comparison.
 * Only the parsers and formatters of quantities (lib/kube/quantity.ts) are shared; they have tests of their own.
 */
import { NGINX_ONLY } from '../../lib/ingress/setting';
import { formatCpu, formatMemory, parseCpu, parseQuantity } from '../../lib/kube/quantity';
import { aksFacts } from '../../lib/systems/algesta/azure/aks';
import type { Manifest } from './test-cluster';

/** Amounts by the resource names of a quota, such as `requests.cpu`: thousandths of a core, bytes, or a number. */
export type Amounts = Readonly<Record<string, number>>;

/** CPU in thousandths of a core, and memory in bytes. */
export type Amount = Readonly<Record<'cpu' | 'memory', number>>;

/** The quota of a namespace, and what its pods need in three situations. */
export interface LedgerLine {
  readonly hard: Amounts;
  /** Without a rollout. */
  readonly steady: Amounts;
  /** While every rollout runs its additional pods at once. */
  readonly rollout: Amounts;
  /** While every rollout has started its last pod and no old pod has ended: pods count until they are gone. */
  readonly overlap: Amounts;
}

/**
 * The ledger of each namespace with a quota.
 *
 * @param nodes the number of nodes, which is the number of pods of a DaemonSet
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
          total(own.map((manifest) => times(sizeOf(manifest, defaults), countOf(manifest))));
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

/** A container without requests and limits, with the defaults of the namespace's limit range. */
export function defaultPod(objects: readonly object[], namespace: string): Amounts {
  const range = (objects as readonly Manifest[]).find(
    ({ kind, metadata }) => kind === 'LimitRange' && metadata.namespace === namespace,
  );
  return containerOf({}, range?.spec.limits[0]);
}

/** The requests or the limits of one pod of a workload. */
export function podOf(manifest: Manifest, figures: 'requests' | 'limits'): Amount {
  const size = sizeOf(manifest);
  return { cpu: size[`${figures}.cpu`] ?? Number.NaN, memory: size[`${figures}.memory`] ?? Number.NaN };
}

/** The requests of AKS's own pods on a number of nodes. */
export function systemAmount(nodes: number): Amount {
  return add(
    ...aksFacts(NGINX_ONLY).pods.map((pods) =>
      times(amount(pods), pods.replicas === 'every node' ? nodes : pods.replicas),
    ),
  );
}

/** CPU and memory, from quantities. */
export function amount({ cpu, memory }: Readonly<Record<'cpu' | 'memory', string>>): Amount {
  return { cpu: parseCpu(cpu), memory: parseQuantity(memory) };
}

/** The sum of amounts; 0 if there are none. */
export function add(...amounts: readonly Amount[]): Amount {
  return { cpu: 0, memory: 0, ...total(amounts) };
}

/** The sum of amounts, by resource. */
export function total(amounts: readonly Amounts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const amount of amounts)
    for (const [resource, value] of Object.entries(amount)) sum[resource] = (sum[resource] ?? 0) + value;
  return sum;
}

/** Amounts multiplied by a number of pods or nodes. */
export function times<A extends Amounts>(amounts: A, count: number): A {
  return Object.fromEntries(
    Object.entries(amounts).map(([resource, value]) => [resource, value * count]),
  ) as unknown as A;
}

/** Two cells of a table of the documentation: `1100m | 2560Mi`. */
export function cells({ cpu, memory }: Amount): string {
  return `${formatCpu(cpu)} | ${formatMemory(memory)}`;
}

/** The number of pods of a workload. A CronJob has at most one run at a time. */
function replicasOf({ kind, spec }: Manifest, nodes: number): number {
  if (kind === 'Deployment' || kind === 'StatefulSet') return spec.replicas ?? 1;
  if (kind === 'DaemonSet') return nodes;
  return kind === 'Job' || kind === 'CronJob' ? 1 : 0;
}

/** The number of additional pods of a rollout. A StatefulSet, and by default a DaemonSet, first stops an old pod. */
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

/** One pod of a workload: the sum of its containers, or its largest init container if that needs more. */
// biome-ignore lint/suspicious/noExplicitAny: an item of a limit range
function sizeOf({ kind, spec }: Manifest, defaults?: any): Amounts {
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
