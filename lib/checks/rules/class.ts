import { list } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { isGiven } from '../facts/given-objects';
import type { IngressSpec } from '../facts/routes';

interface ClaimSpec {
  readonly storageClassName?: string;
}

/** Every class of Ingresses and volumes that is named is there. */
export const classReference: Rule = {
  id: 'class',
  group: 'references',
  title: 'Every Ingress names its class, and every class of Ingresses and of storage that is named is there.',
  protects: 'No controller takes the Ingress, and no volume is made for the claim.',
  *check(cluster) {
    const unknown = (kind: string, object: KubeObject, field: string, name: string) => {
      if (cluster.find(kind, undefined, name) !== undefined || isGiven(cluster, kind, name)) return [];
      const known = list(cluster.ofKind(kind).map((it) => it.name));
      return [
        {
          object,
          field,
          value: name,
          problem: `the cluster has no such ${kind}: make it, or use one of ${known}`,
        },
      ];
    };
    for (const object of cluster.ofKind('Ingress')) {
      const { ingressClassName: name } = specOf<IngressSpec>(object);
      if (name === undefined)
        yield { object, field: 'spec.ingressClassName', problem: 'it is missing: name the class' };
      else yield* unknown('IngressClass', object, 'spec.ingressClassName', name);
    }
    for (const object of cluster.ofKind('PersistentVolumeClaim')) {
      const { storageClassName: name } = specOf<ClaimSpec>(object);
      if (name) yield* unknown('StorageClass', object, 'spec.storageClassName', name);
    }
    for (const object of cluster.ofKind('StatefulSet')) {
      const { volumeClaimTemplates = [] } = specOf<{ volumeClaimTemplates: readonly { spec?: ClaimSpec }[] }>(
        object,
      );
      for (const [index, { spec }] of volumeClaimTemplates.entries()) {
        const field = `spec.volumeClaimTemplates[${index}].spec.storageClassName`;
        if (spec?.storageClassName) yield* unknown('StorageClass', object, field, spec.storageClassName);
      }
    }
  },
};
