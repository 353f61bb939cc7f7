import * as k8s from '../../imports/k8s';

/** CPU and memory, as Kubernetes quantities such as `500m` and `2Gi`. */
export interface CpuAndMemory {
  readonly cpu: string;
  readonly memory: string;
}

/** The requests and limits of a container. */
export interface Resources {
  readonly requests: CpuAndMemory;
  readonly limits: CpuAndMemory;
}

/** Requests and limits as the API represents them. */
export function resources({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: quantities(requests), limits: quantities(limits) };
}

/** CPU and memory as quantities by resource name. */
export function quantities({ cpu, memory }: CpuAndMemory): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) };
}
