import { formatCpu, formatMemory, parseQuantity } from '../kube/quantity';
import type { CpuAndMemory, QuotaFigures } from './cluster-namespace';

/** Bounds and defaults of each container in a namespace. */
export interface LimitRangeFigures {
  /** @default no upper bound */
  readonly max?: CpuAndMemory;
  /** @default no lower bound, so that cert-manager's small HTTP-01 solver is admitted as well */
  readonly min?: CpuAndMemory;
  /** The limits of a container that states none. */
  readonly default: CpuAndMemory;
  /** The requests of a container that states none. */
  readonly defaultRequest: CpuAndMemory;
}

/** Figures are rounded down to these, so that they read well. */
const CPU_STEP_MILLI = 10;
const MEMORY_STEP_BYTES = 16 * 1024 ** 2;

/**
 * Defaults with which as many pods as a quota counts, of one container each, fit its requests and limits.
 *
 * A rollout's extra pod counts as one of them.
 *
 * @param namespace for the error's text
 * @param pods how many are to fit; the quota's `pods` where it has any
 * @throws Error if neither says how many pods there are, or if a pod's share is below one step
 */
export function defaultLimits(
  namespace: string,
  quota: QuotaFigures,
  pods: number | undefined = quota.pods,
): LimitRangeFigures {
  if (pods === undefined) {
    throw new Error(
      `namespace "${namespace}" has a quota of CPU and memory that counts no pods: give it limits, or expectedPods to size them by`,
    );
  }
  const share = ({ cpu, memory }: CpuAndMemory): CpuAndMemory => {
    const milli = floorTo(Math.round(parseQuantity(cpu) * 1000) / pods, CPU_STEP_MILLI);
    const bytes = floorTo(parseQuantity(memory) / pods, MEMORY_STEP_BYTES);
    if (milli === 0 || bytes === 0) {
      throw new Error(
        `namespace "${namespace}" has a quota of ${cpu} CPU and ${memory}, too little for ${pods} pods: raise it, or give it limits`,
      );
    }
    return { cpu: formatCpu(milli), memory: formatMemory(bytes) };
  };
  return { default: share(quota.limits), defaultRequest: share(quota.requests) };
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
