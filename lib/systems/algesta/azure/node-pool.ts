import type { NodePool } from '../../../checks/engine/cluster-facts';
import type { Labels } from '../../../kube/labels';
import { formatCpu } from '../../../kube/quantity';
import { MACHINE_SIZES, type MachineSize, type MachineSizeName } from './machine-sizes';

/** The default maximum number of pods of a node with kubenet. */
const MAX_PODS = 110;

/** The minimum of a system node pool. Every size of 4 CPU has more than the required 4 GB. */
const SYSTEM_POOL = { nodes: 2, cores: 4 };

/** The maximum length of the name of a Linux node pool. */
const MAX_NAME_LENGTH = 12;

/** A node pool of AKS, with the values in the Terraform configuration of the cluster. */
export interface AksNodePoolProps {
  /** Lower-case letters and digits, starting with a letter; at most 12 characters. */
  readonly name: string;
  /** AKS runs its own pods on System pools. */
  readonly mode: 'System' | 'User';
  readonly vmSize: MachineSizeName;
  readonly count: number;
  /** The maximum number of nodes for the cluster autoscaler. */
  readonly maxCount: number;
  /** The labels of its nodes, besides those that AKS sets. @default none */
  readonly labels?: Labels;
}

/** The resources of a node that pods cannot request. */
export interface NodeReservation {
  readonly cpuMilli: number;
  /** For the kubelet and the container runtime, in MiB. */
  readonly memoryMi: number;
  /** The eviction threshold, in MiB: the kubelet evicts pods if less memory is free. */
  readonly evictionMi: number;
}

/**
 * The resources that AKS reserves on a node.
 *
 * The rule for memory changed with Kubernetes 1.29. The page states MB and GB; the reports of nodes show that MiB and GiB
 * are meant.
 *
 * @see https://learn.microsoft.com/azure/aks/node-resource-reservations
 */
export function nodeReservation(
  { cores, memoryMi }: MachineSize,
  kubernetesVersion: string,
  maxPods: number = MAX_PODS,
): NodeReservation {
  const cpuMilli = reservedCpu(cores);
  if (Number(kubernetesVersion.split('.')[1]) >= 29) {
    return { cpuMilli, memoryMi: Math.min(20 * maxPods + 50, memoryMi / 4), evictionMi: 100 };
  }
  return { cpuMilli, memoryMi: reservedMemoryBefore129(memoryMi), evictionMi: 750 };
}

/**
 * A node pool with the allocatable resources of its nodes, and the labels that AKS sets on them.
 *
 * @throws Error if the name is invalid
 * @see https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update
 * @see https://learn.microsoft.com/azure/aks/use-labels#reserved-system-labels
 */
export function aksNodePool(pool: AksNodePoolProps, kubernetesVersion: string): NodePool {
  const problem = nodePoolNameProblem(pool.name);
  if (problem) throw new Error(problem);
  const size = MACHINE_SIZES[pool.vmSize];
  const { cpuMilli, memoryMi, evictionMi } = nodeReservation(size, kubernetesVersion);
  return {
    name: pool.name,
    count: pool.count,
    maxCount: pool.maxCount,
    cpu: formatCpu(size.cores * 1000 - cpuMilli),
    memory: `${size.capacityMi - memoryMi - evictionMi}Mi`,
    disk: `${size.diskGi}Gi`,
    pods: MAX_PODS,
    labels: {
      ...pool.labels,
      agentpool: pool.name,
      'kubernetes.azure.com/agentpool': pool.name,
      'kubernetes.azure.com/mode': pool.mode.toLowerCase(),
    },
    unsupported: pool.mode === 'System' ? unsupportedSystemPool(pool, size) : undefined,
  };
}

/**
 * The requirements for system node pools that a pool does not meet, as the problem of a finding.
 *
 * @see https://learn.microsoft.com/azure/aks/use-system-pools#system-and-user-node-pools
 */
function unsupportedSystemPool(
  { name, vmSize, count }: AksNodePoolProps,
  { cores, burstable }: MachineSize,
): string | undefined {
  const missing = [
    count < SYSTEM_POOL.nodes && `it starts with ${count} of at least ${SYSTEM_POOL.nodes} nodes`,
    cores < SYSTEM_POOL.cores && `${vmSize} has ${cores} of at least ${SYSTEM_POOL.cores} CPU`,
    burstable && `${vmSize} is of the B series`,
  ].filter((reason) => reason !== false);
  if (missing.length === 0) return undefined;
  return `AKS does not support system pool "${name}": ${missing.join(', ')}: decide whether to change the pool or to accept the risk (https://learn.microsoft.com/azure/aks/use-system-pools)`;
}

/** The reason why a name is not a valid name of a Linux node pool; undefined if it is one. */
export function nodePoolNameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*$/.test(name) && name.length <= MAX_NAME_LENGTH) return undefined;
  return `"${name}" is not a valid name of an AKS node pool: use lower-case letters and digits, start with a letter, and write at most ${MAX_NAME_LENGTH} characters`;
}

/** The reserved millicores. AKS documents powers of two; other numbers of cores are rounded up to the next one. */
function reservedCpu(cores: number): number {
  const table = [
    [1, 60],
    [2, 100],
    [4, 140],
    [8, 180],
    [16, 260],
    [32, 420],
    [64, 740],
  ] as const;
  const row = table.find(([upTo]) => cores <= upTo);
  if (row === undefined)
    throw new Error(
      `node size with ${cores} cores: the reservation of AKS is unknown: use a size with at most 64 cores`,
    );
  return row[1];
}

function reservedMemoryBefore129(memoryMi: number): number {
  const steps = [
    { upToMi: 4096, share: 0.25 },
    { upToMi: 8192, share: 0.2 },
    { upToMi: 16_384, share: 0.1 },
    { upToMi: 131_072, share: 0.06 },
    { upToMi: Number.POSITIVE_INFINITY, share: 0.02 },
  ];
  let from = 0;
  let reserved = 0;
  for (const { upToMi, share } of steps) {
    reserved += Math.max(0, Math.min(memoryMi, upToMi) - from) * share;
    from = upToMi;
  }
  return Math.ceil(reserved);
}
