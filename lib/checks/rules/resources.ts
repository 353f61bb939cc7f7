import type { Rule } from '../engine/rule';
import { defaultsOf } from '../facts/limits';
import { containersOf } from '../facts/workload';

const KINDS = ['requests', 'limits'] as const;
const RESOURCES = ['cpu', 'memory'] as const;

/** Every container states what it needs and what it may use, or its namespace says it for it. */
export const resources: Rule = {
  id: 'resources',
  group: 'security',
  title:
    'Every container has requests and limits of CPU and memory, of its own or by the default of a LimitRange.',
  protects: 'One leak takes the memory of a whole node, and the scheduler fills nodes that are full.',
  *check(cluster) {
    for (const workload of cluster.workloads) {
      const defaults = defaultsOf(cluster, workload.namespace);
      for (const { container, field } of containersOf(workload)) {
        for (const kind of KINDS) {
          for (const resource of RESOURCES) {
            if (
              container.resources?.[kind]?.[resource] !== undefined ||
              defaults[kind][resource] !== undefined
            )
              continue;
            // A request that is missing is taken from the limit.
            if (kind === 'requests' && container.resources?.limits?.[resource] !== undefined) continue;
            const at = `${field}.resources.${kind}.${resource}`;
            const problem = 'it is missing, and no LimitRange of the namespace gives it: state it';
            yield { object: workload.object, field: at, problem };
          }
        }
      }
    }
  },
};
