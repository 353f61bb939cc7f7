import type { Finding } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { CONTROLS } from '../facts/pod-security';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export const podSecurity: Rule = {
  id: 'pod-security',
  group: 'security',
  title: 'Every namespace states a Pod Security level, and its pods comply with it.',
  protects: 'The API server rejects the pods, although the apply succeeds and the workload exists.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Namespace')) {
      const level = object.labels[ENFORCE];
      if (level === undefined) {
        const problem = 'missing, so that all pods are admitted: state restricted, baseline or privileged';
        yield { object, field: `metadata.labels["${ENFORCE}"]`, problem };
      }
      if (level !== 'baseline' && level !== 'restricted') continue;
      const minor = minorOf(object, cluster.facts.kubernetesVersion);
      for (const workload of cluster.workloadsIn(object.name))
        for (const { requirement, violations } of CONTROLS) {
          const [first, ...others] = violations({ workload, level, minor });
          if (first === undefined) continue;
          const also = others.length > 0 ? ` (${others.length + 1} fields of this pod)` : '';
          const problem = `${requirement}${also} at Pod Security level ${level} of namespace ${object.name}`;
          yield { object: workload.object, ...first, problem };
        }
    }
  },
};

/** The minor version of the standard: that of a label of the namespace, or of Kubernetes; the newest if both are unknown. */
function minorOf({ labels }: KubeObject, kubernetesVersion = '1.Infinity'): number {
  const text = labels[`${ENFORCE}-version`] ?? 'latest';
  return Number((text === 'latest' ? kubernetesVersion : text).split('.')[1]);
}
