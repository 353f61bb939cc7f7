import { formatCpu, formatMemory, parseQuantity } from '../kube/quantity';
import type { CpuAndMemory } from './resources';

/** The quota of a namespace: the maximum that all of its pods together may request and use. */
export interface QuotaFigures {
  /** The sum of the requests. With it, the API server requires requests of every container. */
  readonly requests: CpuAndMemory;
  /** The sum of the limits. With it, the API server requires limits of every container. */
  readonly limits: CpuAndMemory;
  /** The maximum number of pods. @default unlimited */
  readonly pods?: number;
  /** The maximum number of PersistentVolumeClaims. @default unlimited */
  readonly persistentVolumeClaims?: number;
}

/** Bounds and defaults of each container in a namespace. */
export interface LimitRangeFigures {
  /** @default no upper bound */
  readonly max?: CpuAndMemory;
  /** @default no lower bound, so that cert-manager's small HTTP-01 solver is admitted */
  readonly min?: CpuAndMemory;
  /** The limits of a container that states none. */
  readonly default: CpuAndMemory;
  /** The requests of a container that states none. */
  readonly defaultRequest: CpuAndMemory;
}

/** The disk space of a container that states none, for its logs, its own files and its scratch volumes. */
export const DEFAULT_DISK = { request: '64Mi', limit: '2Gi' } as const;

/** Default limits and requests are rounded down to multiples of these steps, so that they are easy to read. */
const CPU_STEP_MILLI = 10;
const MEMORY_STEP_BYTES = 16 * 1024 ** 2;

/**
 * Default limits and requests with which a number of pods, of one container each, fit a quota.
 *
 * The additional pod of a rollout counts as one of them.
 *
 * @param namespace the name of the namespace, for error messages
 * @param pods the number of pods, by default the quota's `pods`
 * @throws Error if the number of pods is unknown, or if the share of a pod is below one step
 */
export function defaultLimits(
  namespace: string,
  quota: QuotaFigures,
  pods: number | undefined = quota.pods,
): LimitRangeFigures {
  if (pods === undefined) {
    throw new Error(
      `namespace "${namespace}" has a quota without a number of pods: state limits, or expectedPods from which the default limits are computed`,
    );
  }
  const share = ({ cpu, memory }: CpuAndMemory): CpuAndMemory => {
    const milli = floorTo(Math.round(parseQuantity(cpu) * 1000) / pods, CPU_STEP_MILLI);
    const bytes = floorTo(parseQuantity(memory) / pods, MEMORY_STEP_BYTES);
    if (milli === 0 || bytes === 0) {
      throw new Error(
        `namespace "${namespace}" has a quota of ${cpu} CPU and ${memory}, which is too small for ${pods} pods: raise the quota, or state limits`,
      );
    }
    return { cpu: formatCpu(milli), memory: formatMemory(bytes) };
  };
  return { default: share(quota.limits), defaultRequest: share(quota.requests) };
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
