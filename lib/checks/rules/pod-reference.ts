import type { Rule } from '../engine/rule';
import { hasClaim } from '../facts/claims';
import { podReferences } from '../facts/pod-references';
import { unresolved } from '../facts/references';

export const podReference: Rule = {
  id: 'pod-reference',
  group: 'references',
  title:
    'Every ConfigMap, Secret, volume claim, service account, SecretProviderClass, PriorityClass and RuntimeClass of a pod exists or is declared, with the keys that the pod uses.',
  protects: 'The pod stays in `CreateContainerConfigError` or `ContainerCreating`, or is not created.',
  check(cluster) {
    const references = cluster.workloads
      .flatMap(podReferences)
      .filter(
        ({ kind, namespace = '', name = '' }) =>
          kind !== 'PersistentVolumeClaim' || !hasClaim(cluster)(namespace, name),
      );
    return unresolved(cluster, references);
  },
};
