import { type LabelSelector, selects } from '../../kube/labels';
import { objectName, show } from '../engine/finding';
import type { Rule } from '../engine/rule';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

export const selector: Rule = {
  id: 'selector',
  group: 'references',
  title: 'The selector of every workload matches its own pods, and the pods of no other workload.',
  protects: 'The API server rejects the workload, or two controllers manage the same pods.',
  *check(cluster) {
    for (const { object, namespace, labels } of cluster.workloads) {
      const { selector: own } = object.spec as { selector?: LabelSelector };
      if (!KINDS.includes(object.kind) || own === undefined) continue;
      const at = { object, field: 'spec.selector', value: own };
      if (!selects(own, labels))
        yield { ...at, problem: `does not match the labels of its own pods: use ${show(labels)}` };
      for (const { object: other } of cluster.selected(namespace, own)) {
        const problem = `also matches the pods of ${objectName(other)}: add a label that distinguishes them`;
        if (other !== object && other.kind !== 'PodTemplate') yield { ...at, problem };
      }
    }
  },
};
