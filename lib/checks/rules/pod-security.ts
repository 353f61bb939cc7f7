import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { envoyFleets } from '../facts/envoys';
import { ENFORCE, podViolations } from '../facts/pod-security';

export const podSecurity: Rule = {
  id: 'pod-security',
  group: 'security',
  title:
    'Every namespace states a Pod Security level, and its pods comply with it, those of Envoy Gateway included.',
  protects: 'The API server rejects the pods, although the apply succeeds and the workload exists.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Namespace')) {
      if (object.labels[ENFORCE] === undefined) {
        const problem = 'missing, so that all pods are admitted: state restricted, baseline or privileged';
        yield { object, field: `metadata.labels["${ENFORCE}"]`, problem };
      }
      const envoys = envoyFleets(cluster).filter(({ workload }) => workload.namespace === object.name);
      for (const workload of [...cluster.workloadsIn(object.name), ...envoys.map((fleet) => fleet.workload)])
        for (const { requirement, level, violations } of podViolations(cluster, workload)) {
          const [first, ...others] = violations;
          const also = others.length > 0 ? ` (${others.length + 1} fields of this pod)` : '';
          const problem = `${requirement}${also} at Pod Security level ${level} of namespace ${object.name}`;
          yield { object: workload.object, ...first, problem };
        }
    }
  },
};
