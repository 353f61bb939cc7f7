import type { Rule } from '../engine/rule';
import { defaultsOf, quantityOf } from '../facts/limits';

export const resources: Rule = {
  id: 'resources',
  group: 'security',
  title:
    'Every container has requests and limits of CPU and memory, either its own or the defaults of a LimitRange.',
  protects: 'A memory leak affects all pods of a node, and the scheduler places pods on full nodes.',
  *check(cluster) {
    const problem = 'missing, and no LimitRange of the namespace has a default: state it';
    for (const { object, workload, container, field } of cluster.containers) {
      const defaults = defaultsOf(cluster, workload.namespace);
      for (const kind of ['requests', 'limits'] as const)
        for (const resource of ['cpu', 'memory'] as const)
          if (quantityOf(container, kind, resource, defaults) === undefined)
            yield { object, field: `${field}.resources.${kind}.${resource}`, problem };
    }
  },
};
