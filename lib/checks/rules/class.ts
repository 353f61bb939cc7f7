import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { type Reference, unresolved } from '../facts/references';

export const classReference: Rule = {
  id: 'class',
  group: 'references',
  title: 'Every Ingress names its class, and every named IngressClass and StorageClass exists.',
  protects: 'No controller serves the Ingress, and no volume is created for the claim.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Ingress')) {
      if (object.spec.ingressClassName === undefined)
        yield { object, field: 'spec.ingressClassName', problem: 'missing: name the class' };
    }
    yield* unresolved(cluster, references(cluster));
  },
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  // An empty class name disables dynamic provisioning.
  const storage = { field: 'spec.storageClassName', kind: 'StorageClass' };
  for (const object of cluster.ofKind('Ingress'))
    yield {
      object,
      field: 'spec.ingressClassName',
      kind: 'IngressClass',
      name: object.spec.ingressClassName,
    };
  for (const object of cluster.ofKind('PersistentVolumeClaim'))
    yield { object, ...storage, name: object.spec.storageClassName || undefined };
  for (const object of cluster.ofKind('StatefulSet')) {
    for (const [index, { spec }] of (object.spec.volumeClaimTemplates ?? []).entries()) {
      const field = `spec.volumeClaimTemplates[${index}].${storage.field}`;
      yield { object, ...storage, field, name: spec?.storageClassName || undefined };
    }
  }
}
