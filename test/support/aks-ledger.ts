import { formatCpu, formatMemory, parseCpu, parseQuantity } from '../../lib/kube/quantity';
import { AKS } from '../../lib/systems/algesta/azure/aks';
import type { Manifest } from './test-cluster';

/** CPU in thousandths of a core, and memory in bytes. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

type Figures = Readonly<Record<'cpu' | 'memory', string>>;

export function add(...amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), {
    cpu: 0,
    memory: 0,
  });
}

export function times({ cpu, memory }: Amount, count: number): Amount {
  return { cpu: cpu * count, memory: memory * count };
}

export function amount({ cpu, memory }: Figures): Amount {
  return { cpu: parseCpu(cpu), memory: parseQuantity(memory) };
}

/** The sum of the requests or limits of one pod of a workload. */
export function podOf({ spec }: Manifest, figures: 'requests' | 'limits'): Amount {
  const containers: { resources: Record<string, Figures> }[] = spec.template.spec.containers;
  return add(...containers.map(({ resources }) => amount(resources[figures] as Figures)));
}

/** The sum of the requests of AKS's own pods on a number of nodes. */
export function systemAmount(nodes: number): Amount {
  return add(
    ...AKS.pods.map((pods) => times(amount(pods), pods.replicas === 'every node' ? nodes : pods.replicas)),
  );
}

/** An amount as two cells of a table: `1100m | 2560Mi`. */
export function cells({ cpu, memory }: Amount): string {
  return `${formatCpu(cpu)} | ${formatMemory(memory)}`;
}
