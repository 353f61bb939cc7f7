import { parseCpu, parseQuantity } from '../../kube/quantity';
import type { ClusterIndex } from '../engine/cluster-index';
import { type ContainerDefaults, defaultsOf } from './limits';
import type { Container, Workload } from './workload';

/** CPU in thousandths of a core, and memory in bytes. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/** What the scheduler and a quota count for one pod. */
export interface PodSize {
  readonly requests: Amount;
  readonly limits: Amount;
}

export const ZERO: Amount = { cpu: 0, memory: 0 };

export function plus(a: Amount, b: Amount, times = 1): Amount {
  return { cpu: a.cpu + b.cpu * times, memory: a.memory + b.memory * times };
}

/**
 * One pod's requests and limits, with the LimitRange's defaults filled in.
 *
 * Init containers run one after the other, so that the largest counts; those that keep running (`restartPolicy:
 * Always`) count beside the others.
 */
export function podSize(cluster: ClusterIndex, { pod, namespace }: Workload): PodSize {
  const defaults = defaultsOf(cluster, namespace);
  const sizeOf = (kind: 'requests' | 'limits') => {
    let running = (pod.containers ?? []).reduce((sum, it) => plus(sum, amountOf(it, kind, defaults)), ZERO);
    let peak = ZERO;
    let before = ZERO;
    for (const container of pod.initContainers ?? []) {
      const own = amountOf(container, kind, defaults);
      peak = largest(peak, plus(before, own));
      if (container.restartPolicy !== 'Always') continue;
      before = plus(before, own);
      running = plus(running, own);
    }
    return largest(running, peak);
  };
  return { requests: sizeOf('requests'), limits: sizeOf('limits') };
}

/** A container's requests or limits; what neither it nor its namespace states is nothing. */
export function amountOf(
  { resources = {} }: Container,
  kind: 'requests' | 'limits',
  defaults: ContainerDefaults,
): Amount {
  const stated = (resource: 'cpu' | 'memory') =>
    resources[kind]?.[resource] ??
    (kind === 'requests' ? resources.limits?.[resource] : undefined) ??
    defaults[kind][resource];
  return { cpu: cpuOf(stated('cpu')), memory: memoryOf(stated('memory')) };
}

/** A quantity of CPU in thousandths of a core; what is none counts nothing, as the rule `schema` speaks of it. */
export const cpuOf = remembered(parseCpu);

/** A quantity of memory, or of anything else, in its base unit; what is none counts nothing. */
export const memoryOf = remembered(parseQuantity);

/** Clusters hold the same few quantities thousands of times. */
function remembered(parse: (text: string) => number): (text: string | undefined) => number {
  const known = new Map<string, number>();
  return (text) => {
    if (text === undefined) return 0;
    const found = known.get(text);
    if (found !== undefined) return found;
    let value = 0;
    try {
      value = parse(String(text));
    } catch {
      value = 0;
    }
    known.set(text, value);
    return value;
  };
}

function largest(a: Amount, b: Amount): Amount {
  return { cpu: Math.max(a.cpu, b.cpu), memory: Math.max(a.memory, b.memory) };
}
