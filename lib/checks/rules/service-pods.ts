import type { Labels } from '../../kube/labels';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { listensOn, portsOf } from '../facts/service';

interface ServiceSpec {
  readonly type: string;
  readonly selector: Labels;
  readonly ports: readonly {
    readonly port: number;
    readonly targetPort?: number | string;
    readonly protocol?: string;
  }[];
}

/** Every Service's selector picks pods, and each of its ports is one on which all of them listen. */
export const servicePods: Rule = {
  id: 'service-pods',
  group: 'references',
  title: "Every Service's selector picks out pods, and all of them listen on its target ports.",
  protects: 'The Service has no endpoints, or some that refuse: its clients get 503 or a refused connection.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Service')) {
      const { type, selector, ports = [] } = specOf<ServiceSpec>(object);
      const { namespace = 'default' } = object;
      if (type === 'ExternalName' || selector === undefined || cluster.isForeign(namespace)) continue;
      const pods = cluster.selected(namespace, { matchLabels: selector });
      if (pods.length === 0)
        yield { object, field: 'spec.selector', value: selector, ...nobody(cluster, namespace) };
      for (const [index, { port, targetPort = port, protocol = 'TCP' }] of ports.entries()) {
        for (const workload of pods.filter((pod) => !listensOn(pod, targetPort, protocol))) {
          const { kind, name } = workload.object;
          yield {
            object,
            field: `spec.ports[${index}].targetPort`,
            value: targetPort,
            problem: `${kind} ${name}, which the selector picks, declares no such ${protocol} port: use one of ${list(portsOf(workload))}`,
          };
        }
      }
    }
  },
};

/** A namespace without a single pod template may wait for pods that others bring: that is no error. */
function nobody(cluster: ClusterIndex, namespace: string): Pick<Finding, 'problem' | 'severity'> {
  const workloads = cluster.workloadsIn(namespace).map(({ object: { kind, name } }) => `${kind} ${name}`);
  if (workloads.length === 0) {
    const problem = `there is no pod template in ${namespace} at all: see to it that what brings the pods gives them these labels`;
    return { problem, severity: 'warning' };
  }
  const problem = `no pod template in ${namespace} has these labels: correct them to those of one of ${list(workloads)}`;
  return { problem };
}
