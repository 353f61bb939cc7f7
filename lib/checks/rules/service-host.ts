import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { serviceProblem } from '../facts/service';
import { serviceHosts } from '../facts/service-hosts';

/** Every address of a Service, in an environment, an argument or a configuration, is one that answers. */
export const serviceHost: Rule = {
  id: 'service-host',
  group: 'references',
  title:
    "Every address of a Service, such as `http://api.shop.svc:3000`, in a pod's environment and arguments or in a ConfigMap, is of a Service that is there, on a port that it has.",
  protects: 'A program looks for another that was renamed, and fails only when it is first needed.',
  *check(cluster) {
    for (const { object, field, host, namespace, name, port } of serviceHosts(cluster)) {
      // The API server's own Service is nobody's to make.
      if (cluster.isForeign(namespace) || (namespace === 'default' && name === 'kubernetes')) continue;
      yield* found(cluster, { object, field, value: host }, namespace, name, port);
    }
  },
};

function* found(
  cluster: ClusterIndex,
  at: Pick<Finding, 'object' | 'field' | 'value'>,
  namespace: string,
  name: string,
  port: number | undefined,
): Iterable<Finding> {
  const problem = serviceProblem(cluster, namespace, name, port);
  if (problem?.what === 'name')
    yield {
      ...at,
      problem: `${namespace} has no Service ${name}: correct it to one of ${list(problem.known)}`,
    };
  else if (problem)
    yield { ...at, problem: `Service ${name} has no such port: use one of ${list(problem.known)}` };
}
