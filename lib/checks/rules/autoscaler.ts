import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { defaultsOf, quantityOf } from '../facts/limits';
import { notFound } from '../facts/references';
import { replicasOf, scaleTarget } from '../facts/scale';
import { targetProblem } from '../facts/scale-target';
import { runningContainers, workloadOf } from '../facts/workload';

export const autoscaler: Rule = {
  id: 'autoscaler',
  group: 'references',
  title:
    'Every autoscaler scales an existing workload of a kind that can be scaled, which no other autoscaler scales, which states no replicas, and whose containers exist and request the measured resources.',
  protects: 'Nothing is scaled, or every apply resets the replicas to a fixed number under load.',
  *check(cluster) {
    const scaled = new Map<KubeObject, KubeObject>();
    for (const object of cluster.ofKind('HorizontalPodAutoscaler')) {
      const { scaleTargetRef, minReplicas = 1, maxReplicas = 0 } = object.spec;
      if (minReplicas > maxReplicas) {
        const problem = `less than minReplicas (${minReplicas}): raise it`;
        yield { object, field: 'spec.maxReplicas', value: maxReplicas, problem };
      }
      const target = scaleTarget(cluster, object);
      const { apiVersion = '', kind = '', name = '' } = scaleTargetRef ?? {};
      const invalid = targetProblem(cluster, { apiVersion, kind }, target);
      if (invalid) {
        const { field, problem } = invalid;
        yield { object, field: `spec.scaleTargetRef.${field}`, value: { apiVersion, kind }[field], problem };
      }
      if (target === undefined) {
        if (invalid) continue;
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
      yield* metricProblems(cluster, object, target);
    }
  },
};

/** @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#support-for-resource-metrics */
function* metricProblems(
  cluster: ClusterIndex,
  object: KubeObject<'HorizontalPodAutoscaler'>,
  target: KubeObject,
): Iterable<Finding> {
  const workload = workloadOf(target);
  if (workload === undefined) return;
  const { resources } = workload.pod;
  const running = runningContainers(workload);
  const defaults = defaultsOf(cluster, workload.namespace);
  for (const [index, { resource, containerResource }] of (object.spec.metrics ?? []).entries()) {
    const at = `spec.metrics[${index}].${resource ? 'resource' : 'containerResource'}`;
    const { name = '', target } = resource ?? containerResource ?? {};
    const only = containerResource?.container;
    const measured = only === undefined ? running : running.filter((it) => it.name === only);
    if (only !== undefined && measured.length === 0) {
      const problem = `${objectName(workload.object)} has no container "${only}": use one of ${list(running.map((it) => it.name))}`;
      yield { object, field: `${at}.container`, value: only, problem };
    }
    // Requests of the pod replace those of its containers, except for the metrics of one container.
    if (target?.type !== 'Utilization' || (resource && resources?.requests)) continue;
    const without = measured.find((it) => quantityOf(it, 'requests', name, defaults) === undefined);
    if (without === undefined) continue;
    const problem = `utilization is a share of the request, and container ${without.name} requests no ${name}: add a request`;
    yield { object, field: `${at}.name`, value: name, problem };
  }
}
