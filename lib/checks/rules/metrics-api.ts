import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { componentsWith, metricsGroups } from '../facts/served-groups';

/**
 * The API group from which autoscalers read each type of metrics.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#support-for-metrics-apis
 */
const GROUPS: Readonly<Record<string, string>> = {
  Resource: 'metrics.k8s.io',
  ContainerResource: 'metrics.k8s.io',
  Pods: 'custom.metrics.k8s.io',
  Object: 'custom.metrics.k8s.io',
  External: 'external.metrics.k8s.io',
};

export const metricsApi: Rule = {
  id: 'metrics-api',
  group: 'references',
  title:
    'The API of every metric of an autoscaler is served: by an APIService, by the provider, or by a declared component such as metrics-server.',
  protects: 'Nothing is scaled, because the autoscaler receives no metrics.',
  *check(cluster): Iterable<Finding> {
    if (cluster.mayHave('APIService')) return;
    for (const [group, [first, ...others]] of groupBy(unserved(cluster), (it) => it.group)) {
      const { object, field, type } = first as Metric;
      const known = componentsWith(group);
      const also = list(
        others.map((it) => objectName(it.object)).filter((name) => name !== objectName(object)),
      );
      const problem = `nothing serves the API ${group}${also && `, which ${also} ${also.includes(',') ? 'need' : 'needs'}, too`}: add its APIService, or declare ${known.join(' or ')} with cluster.expectComponent()`;
      yield { object, field, value: type, problem };
    }
  },
};

interface Metric {
  readonly object: KubeObject;
  readonly group: string;
  readonly field: string | undefined;
  readonly type: string | undefined;
}

function* unserved(cluster: ClusterIndex): Iterable<Metric> {
  const served = metricsGroups(cluster);
  for (const object of cluster.ofKind('HorizontalPodAutoscaler')) {
    const { metrics = [] } = object.spec;
    for (const [index, { type }] of metrics.entries()) {
      const group = GROUPS[type];
      if (group && !served.has(group)) yield { object, group, field: `spec.metrics[${index}].type`, type };
    }
    // The API server adds the CPU to an autoscaler without metrics.
    if (metrics.length === 0 && !served.has('metrics.k8s.io'))
      yield { object, group: 'metrics.k8s.io', field: undefined, type: undefined };
  }
}
