import { type Finding, objectName } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containerLimits, defaultsOf, quantityOf } from '../facts/limits';
import { cpuOf, memoryOf } from '../facts/pod-size';

const PARSE = { cpu: cpuOf, memory: memoryOf } as const;

export const limitRange: Rule = {
  id: 'limit-range',
  group: 'capacity',
  title:
    'The requests and limits of every container are within the LimitRange of its namespace, and no request exceeds its limit.',
  protects: 'The API server rejects the pod, although it has accepted the workload.',
  *check(cluster): Iterable<Finding> {
    for (const { object, workload, container, field } of cluster.containers) {
      const defaults = defaultsOf(cluster, workload.namespace);
      for (const resource of ['cpu', 'memory'] as const) {
        const parse = PARSE[resource];
        const request = quantityOf(container, 'requests', resource, defaults);
        const limit = quantityOf(container, 'limits', resource, defaults);
        const ofRequest = {
          object,
          field: `${field}.resources.requests.${resource}`,
          value: request ?? null,
        };
        const ofLimit = { object, field: `${field}.resources.limits.${resource}`, value: limit ?? null };
        if (request !== undefined && limit !== undefined && parse(request) > parse(limit))
          yield { ...ofRequest, problem: `exceeds the limit ${limit}: lower it, or raise the limit` };
        for (const { range, min, max } of containerLimits(cluster, workload.namespace)) {
          const [low, high] = [min?.[resource], max?.[resource]];
          if (low !== undefined && parse(request) < parse(low))
            yield {
              ...ofRequest,
              problem: `less than the minimum ${low} of ${objectName(range)}: raise it`,
            };
          if (high !== undefined && (limit === undefined || parse(limit) > parse(high)))
            yield { ...ofLimit, problem: `exceeds the maximum ${high} of ${objectName(range)}: lower it` };
        }
      }
    }
  },
};
