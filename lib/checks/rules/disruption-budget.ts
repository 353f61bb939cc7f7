import type { LabelSelector } from '../../kube/labels';
import { objectName } from '../engine/finding';
import { specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { autoscalersOf, scaleOf } from '../facts/scale';

interface BudgetSpec {
  readonly selector: LabelSelector;
  readonly minAvailable: number | string;
  readonly maxUnavailable: number | string;
}

/** Every disruption budget finds its pods, and lets one of them go. */
export const disruptionBudget: Rule = {
  id: 'disruption-budget',
  group: 'references',
  title: 'Every PodDisruptionBudget selects pods, and lets at least one of them be evicted.',
  protects: 'A node cannot be drained: an upgrade of the cluster hangs, or pods go all at once.',
  *check(cluster) {
    const budgets = cluster.ofKind('PodDisruptionBudget');
    if (budgets.length === 0) return;
    const autoscalers = autoscalersOf(cluster);
    for (const object of budgets) {
      const { selector = {}, minAvailable, maxUnavailable } = specOf<BudgetSpec>(object);
      const pods = cluster.selected(object.namespace ?? 'default', selector);
      if (pods.length === 0) {
        // A namespace without a single pod template waits for pods that others bring.
        if (cluster.workloadsIn(object.namespace ?? 'default').length === 0) continue;
        const problem = `no pod template in ${object.namespace} has these labels: correct them, or take the budget out`;
        yield { object, field: 'spec.selector', value: selector, problem };
        continue;
      }
      const replicas = pods.reduce((sum, pod) => sum + scaleOf(pod, autoscalers.get(pod.object)).min, 0);
      const kept =
        minAvailable === undefined
          ? replicas - share(maxUnavailable ?? 1, replicas)
          : share(minAvailable, replicas);
      if (replicas > kept || replicas === 0) continue;
      const [field, value] =
        minAvailable === undefined
          ? ['spec.maxUnavailable', maxUnavailable]
          : ['spec.minAvailable', minAvailable];
      const which = pods.map((pod) => objectName(pod.object)).join(', ');
      const problem = `of the ${replicas} of ${which}, none may go: run one more, or lower it`;
      yield { object, field, value, problem };
    }
  },
};

/** Of a percentage as many as Kubernetes counts: it rounds up. */
function share(value: number | string, of: number): number {
  return typeof value === 'number' ? value : Math.ceil((of * Number.parseFloat(value)) / 100);
}
