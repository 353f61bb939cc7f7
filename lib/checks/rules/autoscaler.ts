import { objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { notFound } from '../facts/references';
import { replicasOf, scaleTarget } from '../facts/scale';
import { workloadOf } from '../facts/workload';

export const autoscaler: Rule = {
  id: 'autoscaler',
  group: 'references',
  title:
    'Every autoscaler scales an existing workload, which no other autoscaler scales, which states no replicas, and whose containers request the measured resources.',
  protects: 'Nothing is scaled, or every apply resets the replicas to a fixed number under load.',
  *check(cluster) {
    const scaled = new Map<KubeObject, KubeObject>();
    for (const object of cluster.ofKind('HorizontalPodAutoscaler')) {
      const { scaleTargetRef, minReplicas = 1, maxReplicas = 0, metrics = [] } = object.spec;
      if (minReplicas > maxReplicas) {
        const problem = `less than minReplicas (${minReplicas}): raise it`;
        yield { object, field: 'spec.maxReplicas', value: maxReplicas, problem };
      }
      const target = scaleTarget(cluster, object);
      if (target === undefined) {
        const { kind = '', name = '' } = scaleTargetRef ?? {};
        const problem = notFound(cluster, { kind, namespace: object.namespace, name });
        yield { object, field: 'spec.scaleTargetRef', value: `${kind} ${name}`, problem };
        continue;
      }
      const other = scaled.get(target);
      if (other) {
        const problem = `${objectName(other)} scales the same workload: remove one of them`;
        yield { object, field: 'spec.scaleTargetRef.name', value: target.name, problem };
      }
      scaled.set(target, object);
      const replicas = replicasOf(target);
      if (replicas !== undefined) {
        const problem = `every apply would reset the replicas that ${objectName(object)} has set: remove the field`;
        yield { object: target, field: 'spec.replicas', value: replicas, problem };
      }
      const containers = workloadOf(target)?.pod.containers ?? [];
      for (const [index, { resource }] of metrics.entries()) {
        if (resource?.target?.type !== 'Utilization') continue;
        const { name } = resource;
        const without = containers.find(({ resources }) => resources?.requests?.[name] === undefined);
        if (without === undefined) continue;
        const problem = `utilization is a share of the request, and container ${without.name} requests no ${name}: add a request`;
        yield { object, field: `spec.metrics[${index}].resource.name`, value: name, problem };
      }
    }
  },
};
