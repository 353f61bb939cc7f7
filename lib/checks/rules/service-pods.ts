import { type Finding, list, objectName, orUse } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containerPorts, deafPorts, portNames } from '../facts/ports';

export const servicePods: Rule = {
  id: 'service-pods',
  group: 'references',
  title: 'The selector of every Service matches pods, and all of them listen on its target ports.',
  protects: 'The Service has no endpoints, or endpoints that refuse connections: clients receive errors.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Service')) {
      const { namespace = 'default', spec } = object;
      const { type, selector } = spec;
      if (type === 'ExternalName' || cluster.isForeign(namespace)) continue;
      // Without a selector, other software or an EndpointSlice states the endpoints.
      if (selector === undefined || Object.keys(selector).length === 0) continue;
      if (cluster.selected(namespace, { matchLabels: selector }).length > 0) continue;
      const pods = cluster.workloadsIn(namespace);
      if (pods.length === 0 && cluster.mayHave('Namespace')) continue;
      const names = pods.map((workload) => objectName(workload.object));
      yield { object, field: 'spec.selector', value: selector, ...noPods(namespace, names) };
    }
    for (const { object, field, pod, target, protocol } of [...deafPorts(cluster).values()].flat()) {
      const known = portNames(containerPorts(pod));
      const problem = `${objectName(pod.object)}, which the selector matches, does not declare the ${protocol} port: declare it${orUse(known)}`;
      yield { object, field, value: target, problem };
    }
  },
};

/** A warning if the namespace has no pod templates: other software may create its pods. */
function noPods(namespace: string, workloads: readonly string[]): Pick<Finding, 'problem' | 'severity'> {
  return workloads.length === 0
    ? {
        problem: `namespace ${namespace} has no pod template: the software that creates its pods must give them these labels`,
        severity: 'warning',
      }
    : {
        problem: `no pod template in ${namespace} has these labels: use the labels of one of ${list(workloads)}`,
      };
}
