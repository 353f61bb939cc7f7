import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { backendsOf } from '../facts/routes';
import { replicasOf, scaleOf } from '../facts/scale';
import type { Workload } from '../facts/workload';

export const availableBackend: Rule = {
  id: 'available-backend',
  group: 'references',
  title:
    'The pods behind a route have replicas. A warning is reported if none of their containers has a readiness probe.',
  protects: 'The controller responds with 503 to all requests, or with errors while pods start.',
  *check(cluster): Iterable<Finding> {
    const scaled = scaledByOthers(cluster);
    for (const workload of backends(cluster)) {
      const { object, pod, field } = workload;
      const isEmpty = scaleOf(cluster, workload).max === 0 && replicasOf(object) === 0;
      if (isEmpty && !scaled.has(`${object.namespace}/${object.name}`)) {
        const problem = 'requests are routed to these pods: state at least 1, or remove the route';
        yield { object, field: 'spec.replicas', value: 0, problem };
      }
      if (![...pod.containers, ...(pod.initContainers ?? [])].some(({ readinessProbe }) => readinessProbe)) {
        const problem =
          'no container has a readinessProbe, so that requests are routed to pods that are starting: decide whether to add one';
        yield { object, field: `${field}.containers`, problem, severity: 'warning' };
      }
    }
  },
};

/** The pod templates behind the routes of a cluster. */
function backends(cluster: ClusterIndex): ReadonlySet<Workload> {
  const found = new Set<Workload>();
  for (const { namespace, name } of backendsOf(cluster)) {
    const { selector } = cluster.find({ kind: 'Service', namespace, name })?.spec ?? {};
    if (selector)
      for (const workload of cluster.selected(namespace, { matchLabels: selector })) found.add(workload);
  }
  return found;
}

/** The workloads that KEDA scales, also from zero. */
const scaledByOthers = perCluster((cluster) => {
  const target = ({ spec }: { readonly spec: { readonly scaleTargetRef?: { readonly name?: string } } }) =>
    spec.scaleTargetRef?.name;
  return new Set(
    cluster
      .ofKind('ScaledObject', 'HTTPScaledObject')
      .map((object) => `${object.namespace}/${target(object)}`),
  );
});
