import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { type Reference, unresolved } from '../facts/references';

/** The annotation of the class of Ingresses that name none. */
const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

/** The annotation that names a class in place of the field. */
const LEGACY = 'kubernetes.io/ingress.class';

export const classReference: Rule = {
  id: 'class',
  group: 'references',
  title:
    'Every Ingress names its class unless one is the default, and every named IngressClass and StorageClass exists.',
  protects: 'No controller serves the Ingress, and no volume is created for the claim.',
  *check(cluster): Iterable<Finding> {
    const hasDefault =
      cluster.mayHave('IngressClass') ||
      cluster.ofKind('IngressClass').some(({ annotations }) => annotations[DEFAULT] === 'true');
    for (const object of cluster.ofKind('Ingress')) {
      if (object.spec.ingressClassName === undefined && !hasDefault && !object.annotations[LEGACY])
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
  // A volume that a person made has any class name; a claim of the same name is bound to it.
  const manual = new Set(cluster.ofKind('PersistentVolume').map(({ spec }) => spec.storageClassName));
  const named = (name: string | undefined) => (name && !manual.has(name) ? name : undefined);
  for (const object of cluster.ofKind('PersistentVolumeClaim'))
    yield { object, ...storage, name: named(object.spec.storageClassName) };
  for (const object of cluster.ofKind('StatefulSet')) {
    for (const [index, { spec }] of (object.spec.volumeClaimTemplates ?? []).entries()) {
      const field = `spec.volumeClaimTemplates[${index}].${storage.field}`;
      yield { object, ...storage, field, name: named(spec?.storageClassName) };
    }
  }
}
