import type { IContainer } from '../../../imports/manifest-types';
import { parseCpu, parseQuantity } from '../../kube/quantity';
import type { ClusterIndex } from '../engine/cluster-index';
import { defaultsOf, type Quantity, quantityOf } from './limits';
import type { Workload } from './workload';

/** CPU in thousandths of a core, and memory and disk (`ephemeral-storage`) in bytes. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

/** The requests and limits of one pod, as the scheduler and a quota count them. */
export interface PodSize {
  readonly requests: Amount;
  readonly limits: Amount;
}

export const ZERO: Amount = { cpu: 0, memory: 0, disk: 0 };

export function plus(a: Amount, b: Amount, times = 1): Amount {
  return {
    cpu: a.cpu + b.cpu * times,
    memory: a.memory + b.memory * times,
    disk: a.disk + b.disk * times,
  };
}

/** Compares amounts for a sort: by memory, then by CPU, the largest first. */
export function largestFirst(a: Amount, b: Amount): number {
  return b.memory - a.memory || b.cpu - a.cpu;
}

/**
 * The requests and limits of one pod, with the defaults of LimitRanges.
 *
 * Init containers run one after the other: the largest counts. Those with `restartPolicy: Always` continue to run and
 * count in addition to the other containers.
 */
export function podSize(cluster: ClusterIndex, { pod, namespace }: Workload): PodSize {
  const defaults = defaultsOf(cluster, namespace);
  const sizeOf = (kind: 'requests' | 'limits') => {
    const amountOf = (container: IContainer): Amount => ({
      cpu: cpuOf(quantityOf(container, kind, 'cpu', defaults)),
      memory: memoryOf(quantityOf(container, kind, 'memory', defaults)),
      disk: memoryOf(quantityOf(container, kind, 'ephemeral-storage', defaults)),
    });
    let sidecars = ZERO;
    let peak = ZERO;
    for (const container of pod.initContainers ?? []) {
      const own = amountOf(container);
      peak = largest(peak, plus(sidecars, own));
      if (container.restartPolicy === 'Always') sidecars = plus(sidecars, own);
    }
    return largest(
      peak,
      pod.containers.map(amountOf).reduce((total, own) => plus(total, own), sidecars),
    );
  };
  return { requests: sizeOf('requests'), limits: sizeOf('limits') };
}

/** A quantity of CPU in thousandths of a core. Invalid values count as 0; the rule `schema` reports them. */
export const cpuOf = cached(parseCpu);

/** A quantity of memory, or of anything else, in its base unit. Invalid values count as 0. */
export const memoryOf = cached(parseQuantity);

/** The disk of a node, in bytes. A pool that does not state it has room for every pod. */
export function diskOf(disk: Quantity | undefined): number {
  return disk === undefined ? Number.POSITIVE_INFINITY : memoryOf(disk);
}

/** Parses each distinct quantity once: a cluster has thousands of quantities with few values. */
function cached(parse: (text: string) => number): (quantity: Quantity | undefined) => number {
  const known = new Map<Quantity, number>();
  return (quantity = 0) => {
    const value = known.get(quantity) ?? parsed(parse, String(quantity));
    known.set(quantity, value);
    return value;
  };
}

function parsed(parse: (text: string) => number, quantity: string): number {
  try {
    return parse(quantity);
  } catch {
    return 0;
  }
}

function largest(a: Amount, b: Amount): Amount {
  return {
    cpu: Math.max(a.cpu, b.cpu),
    memory: Math.max(a.memory, b.memory),
    disk: Math.max(a.disk, b.disk),
  };
}
