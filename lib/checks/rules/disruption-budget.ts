import { share } from '../../kube/int-or-percent';
import type { LabelSelector } from '../../kube/labels';
import { objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { scaleOf } from '../facts/scale';
import type { Workload } from '../facts/workload';

export const disruptionBudget: Rule = {
  id: 'disruption-budget',
  group: 'references',
  title:
    'Every PodDisruptionBudget selects pods that no other one selects, and allows the eviction of at least one of them.',
  protects: 'A node cannot be drained, and an upgrade of the cluster hangs.',
  *check(cluster) {
    const budgets = new Map<Workload, KubeObject>();
    for (const object of cluster.ofKind('PodDisruptionBudget')) {
      const { namespace = 'default', spec } = object;
      const { selector = {}, minAvailable, maxUnavailable } = spec;
      const pods = cluster.selected(namespace, selector as LabelSelector);
      if (pods.length === 0) {
        // Other software creates the pods of a namespace without pod templates.
        if (cluster.workloadsIn(namespace).length === 0) continue;
        const problem = `no pod template in ${namespace} has these labels: correct them, or remove the budget`;
        yield { object, field: 'spec.selector', value: selector, problem };
        continue;
      }
      for (const pod of pods) {
        const other = budgets.get(pod);
        budgets.set(pod, object);
        if (other === undefined) continue;
        const problem = `${objectName(other)} selects ${objectName(pod.object)} as well, and pods with two budgets cannot be evicted: remove one of them, or change a selector`;
        yield { object, field: 'spec.selector', value: selector, problem };
      }
      const replicas = pods.reduce((sum, pod) => sum + scaleOf(cluster, pod).min, 0);
      const [field, value, evictable] =
        minAvailable === undefined
          ? ['spec.maxUnavailable', maxUnavailable, share(maxUnavailable ?? 1, replicas)]
          : ['spec.minAvailable', minAvailable, replicas - share(minAvailable, replicas)];
      if (evictable > 0 || replicas === 0) continue;
      const names = pods.map((pod) => objectName(pod.object)).join(', ');
      const remedy = minAvailable === undefined ? 'raise it' : 'add a replica, or lower it';
      const problem = `none of the ${replicas} pods of ${names} can be evicted: ${remedy}`;
      yield { object, field, value, problem };
    }
  },
};
