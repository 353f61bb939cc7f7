import type { Labels } from '../../kube/labels';
import { type Finding, objectName } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { defaultsOf, itemsOf, limitRanges } from '../facts/limits';
import { cpuOf, memoryOf } from '../facts/pod-size';
import { type Container, containersOf } from '../facts/workload';

const PARSE = { cpu: cpuOf, memory: memoryOf } as const;

/** Every container lies within the LimitRange of its namespace. */
export const limitRange: Rule = {
  id: 'limit-range',
  group: 'capacity',
  title:
    "Every container's requests and limits lie within its namespace's LimitRange, and no request is above its limit.",
  protects: 'The API server refuses the pod, after its controller was accepted.',
  *check(cluster): Iterable<Finding> {
    for (const workload of cluster.workloads) {
      const { object, namespace } = workload;
      const defaults = defaultsOf(cluster, namespace);
      for (const { container, field } of containersOf(workload)) {
        for (const resource of ['cpu', 'memory'] as const) {
          const parse = PARSE[resource];
          const { request, limit } = stated(container, resource, defaults);
          const at = (kind: string, value: string | undefined) => ({
            object,
            field: `${field}.resources.${kind}.${resource}`,
            value: value ?? null,
          });
          if (request !== undefined && limit !== undefined && parse(request) > parse(limit))
            yield {
              ...at('requests', request),
              problem: `above its limit of ${limit}: lower it, or raise the limit`,
            };
          for (const range of limitRanges(cluster, namespace)) {
            for (const { type, min, max } of itemsOf(range)) {
              if (type !== 'Container') continue;
              const [low, high] = [min?.[resource], max?.[resource]];
              if (low !== undefined && parse(request) < parse(low))
                yield {
                  ...at('requests', request),
                  problem: `below the minimum of ${low} that ${objectName(range)} demands: raise it`,
                };
              if (high !== undefined && (limit === undefined || parse(limit) > parse(high)))
                yield {
                  ...at('limits', limit),
                  problem: `above the maximum of ${high} that ${objectName(range)} allows: lower it`,
                };
            }
          }
        }
      }
    }
  },
};

function stated(
  { resources }: Container,
  resource: 'cpu' | 'memory',
  defaults: { readonly requests: Labels; readonly limits: Labels },
): { request: string | undefined; limit: string | undefined } {
  const limit = resources?.limits?.[resource] ?? defaults.limits[resource];
  const request =
    resources?.requests?.[resource] ?? resources?.limits?.[resource] ?? defaults.requests[resource];
  return { request, limit };
}
