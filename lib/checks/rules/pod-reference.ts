import type { Rule } from '../engine/rule';
import { podReferences } from '../facts/pod-references';
import { unresolved } from '../facts/references';

export const podReference: Rule = {
  id: 'pod-reference',
  group: 'references',
  title:
    'Every ConfigMap, Secret, volume claim, service account, SecretProviderClass, PriorityClass and RuntimeClass of a pod exists or is declared, with the keys that the pod uses.',
  protects: 'The pod stays in `CreateContainerConfigError` or `ContainerCreating`, or is not created.',
  check(cluster) {
    const workloads = cluster.workloads.filter(({ namespace }) => !cluster.isForeign(namespace));
    return unresolved(cluster, workloads.flatMap(podReferences));
  },
};
