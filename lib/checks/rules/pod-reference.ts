import type { Rule } from '../engine/rule';
import { claimTemplates, podReferences } from '../facts/pod-references';
import { unresolved } from '../facts/references';
import { replicasOf } from '../facts/scale';
import type { Workload } from '../facts/workload';

export const podReference: Rule = {
  id: 'pod-reference',
  group: 'references',
  title:
    'Every ConfigMap, Secret, volume claim, service account, SecretProviderClass, PriorityClass and RuntimeClass of a pod exists or is declared, with the keys that the pod uses.',
  protects: 'The pod stays in `CreateContainerConfigError` or `ContainerCreating`, or is not created.',
  check(cluster) {
    const claims = new Set(cluster.workloads.flatMap(claimsOf));
    const references = cluster.workloads
      .flatMap(podReferences)
      .filter(
        ({ kind, namespace, name }) =>
          kind !== 'PersistentVolumeClaim' || !claims.has(`${namespace}/${name}`),
      );
    return unresolved(cluster, references);
  },
};

/** The volume claims that a StatefulSet creates, each with its namespace; none for other workloads. */
function claimsOf(workload: Workload): string[] {
  const { object, namespace } = workload;
  if (object.kind !== 'StatefulSet') return [];
  const ordinals = [...Array(replicasOf(object) ?? 1).keys()];
  return claimTemplates(workload).flatMap((template) =>
    ordinals.map((ordinal) => `${namespace}/${template}-${object.name}-${ordinal}`),
  );
}
