import { type LabelSelector, selects } from '../../kube/labels';
import { specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { workloadOf } from '../facts/workload';

/** A workload's selector picks its own pods, and those of no other. */
export const selector: Rule = {
  id: 'selector',
  group: 'references',
  title: "Every workload's selector picks out its own pods, and those of no other workload.",
  protects: 'The API server refuses the workload, or two controllers fight over the same pods.',
  *check(cluster) {
    for (const object of cluster.ofKind('Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet')) {
      const workload = workloadOf(object);
      const { selector: own } = specOf<{ selector: LabelSelector }>(object);
      if (workload === undefined || own === undefined) continue;
      const at = { object, field: 'spec.selector', value: own };
      if (!selects(own, workload.labels))
        yield {
          ...at,
          problem: `its own pods do not have these labels: they have ${JSON.stringify(workload.labels)}`,
        };
      for (const other of cluster.selected(workload.namespace, own)) {
        if (other.object === object || other.object.kind === 'PodTemplate') continue;
        const { kind, name } = other.object;
        yield {
          ...at,
          problem: `it picks out the pods of ${kind} ${name} too: add a label that tells them apart`,
        };
      }
    }
  },
};
