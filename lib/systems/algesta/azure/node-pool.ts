import type { NodePool } from '../../../checks/engine/cluster-facts';
import { formatCpu } from '../../../kube/quantity';
import { MACHINE_SIZES, type MachineSize, type MachineSizeName } from './machine-sizes';

/** How many pods a node runs with kubenet where nothing else is said. */
const MAX_PODS = 110;

/** The longest name of a Linux node pool. */
const MAX_NAME_LENGTH = 12;

/** A node pool of AKS, as the cluster's Terraform has it. */
export interface AksNodePoolProps {
  /** Lower-case letters and digits, a letter first, 12 characters at the most. */
  readonly name: string;
  /** `System` pools run what AKS needs itself, and others' pods as well unless they are tainted. */
  readonly mode: 'System' | 'User';
  readonly vmSize: MachineSizeName;
  readonly count: number;
  /** How many nodes the cluster autoscaler may make of them. */
  readonly maxCount: number;
}

/** What a node keeps for itself. */
export interface NodeReservation {
  readonly cpuMilli: number;
  /** For the kubelet and the container runtime, in MiB. */
  readonly memoryMi: number;
  /** Below this much free memory the kubelet evicts pods, so that it is not handed out; in MiB. */
  readonly evictionMi: number;
}

/**
 * What AKS reserves on a node.
 *
 * The rule for memory changed with Kubernetes 1.29. The page counts in MB and GB; they are taken for MiB and GiB, as the
 * nodes' own reports show.
 *
 * @see https://learn.microsoft.com/azure/aks/node-resource-reservations
 */
export function nodeReservation(
  { cores, memoryMi }: MachineSize,
  kubernetesVersion: string,
  maxPods: number = MAX_PODS,
): NodeReservation {
  const cpuMilli = reservedCpu(cores);
  if (minor(kubernetesVersion) >= 29) {
    return { cpuMilli, memoryMi: Math.min(20 * maxPods + 50, memoryMi / 4), evictionMi: 100 };
  }
  return { cpuMilli, memoryMi: reservedMemoryBefore129(memoryMi), evictionMi: 750 };
}

/**
 * A node pool by what pods may request of its nodes.
 *
 * @throws Error if AKS takes no pool of that name
 * @see https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update
 */
export function aksNodePool(pool: AksNodePoolProps, kubernetesVersion: string): NodePool {
  const problem = nodePoolNameProblem(pool.name);
  if (problem) throw new Error(`node pool ${problem}`);
  const size = MACHINE_SIZES[pool.vmSize];
  const { cpuMilli, memoryMi, evictionMi } = nodeReservation(size, kubernetesVersion);
  return {
    name: pool.name,
    count: pool.count,
    maxCount: pool.maxCount,
    cpu: formatCpu(size.cores * 1000 - cpuMilli),
    memory: `${size.capacityMi - memoryMi - evictionMi}Mi`,
    pods: MAX_PODS,
  };
}

/** Why AKS takes no Linux node pool of a name, or undefined where it does. */
export function nodePoolNameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*$/.test(name) && name.length <= MAX_NAME_LENGTH) return undefined;
  return `"${name}" is no name for AKS: lower-case letters and digits, a letter first, ${MAX_NAME_LENGTH} characters at the most`;
}

/** Millicores by cores, of which AKS names the powers of two; what lies between counts as the larger. */
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
    throw new Error(`a node of ${cores} cores is larger than any that AKS's table of reservations has`);
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

function minor(version: string): number {
  const [, number] = version.split('.');
  return Number(number);
}
