import { objectName } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import type { AutoscalerSpec } from '../facts/scale';
import { workloadOf } from '../facts/workload';

/** Every autoscaler steers one workload, alone, by figures that the workload gives. */
export const autoscaler: Rule = {
  id: 'autoscaler',
  group: 'references',
  title:
    'Every autoscaler finds its workload, no two steer one, the workload leaves its replicas to it, and requests what is measured.',
  protects: 'Nothing is scaled, or every apply throws the replicas back to a fixed number under load.',
  *check(cluster) {
    const steered = new Map<KubeObject, KubeObject>();
    for (const object of cluster.ofKind('HorizontalPodAutoscaler')) {
      const {
        scaleTargetRef: ref,
        minReplicas = 1,
        maxReplicas = 0,
        metrics = [],
      } = specOf<AutoscalerSpec>(object);
      if (minReplicas > maxReplicas) {
        const problem = `below minReplicas, which is ${minReplicas}: raise it`;
        yield { object, field: 'spec.maxReplicas', value: maxReplicas, problem };
      }
      const target = ref && cluster.find(ref.kind, object.namespace, ref.name);
      if (target === undefined) {
        const problem = `${object.namespace} has no such workload: correct the kind or the name`;
        yield { object, field: 'spec.scaleTargetRef', value: `${ref?.kind} ${ref?.name}`, problem };
        continue;
      }
      const other = steered.get(target);
      if (other) {
        const problem = `${objectName(other)} steers it as well: keep one`;
        yield { object, field: 'spec.scaleTargetRef.name', value: target.name, problem };
      }
      steered.set(target, object);
      const { replicas } = specOf<{ replicas: number }>(target);
      if (replicas !== undefined) {
        const problem = `every apply would undo what ${objectName(object)} has scaled: leave it out`;
        yield { object: target, field: 'spec.replicas', value: replicas, problem };
      }
      const containers = workloadOf(target)?.pod.containers ?? [];
      for (const [index, { resource }] of metrics.entries()) {
        if (resource?.target?.type !== 'Utilization') continue;
        const without = containers.find(
          ({ resources }) => resources?.requests?.[resource.name] === undefined,
        );
        if (without === undefined) continue;
        const problem = `its container ${without.name} requests no ${resource.name}, of which a share is measured: let it request some`;
        yield { object, field: `spec.metrics[${index}].resource.name`, value: resource.name, problem };
      }
    }
  },
};
