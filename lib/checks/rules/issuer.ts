import { ISSUER_ANNOTATIONS } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Rule } from '../engine/rule';
import { type Reference, unresolved } from '../facts/references';

export const issuer: Rule = {
  id: 'issuer',
  group: 'references',
  title: 'Every issuer that a Certificate or an Ingress names is made by this program.',
  protects: 'The certificate is never issued or renewed, which is noticed when the old one expires.',
  check: (cluster) => unresolved(cluster, references(cluster)),
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('Certificate')) {
    const { kind = 'Issuer', name } = object.spec.issuerRef ?? {};
    yield { object, field: 'spec.issuerRef.name', kind, name };
  }
  for (const object of cluster.ofKind('Ingress')) {
    for (const [annotation, kind] of Object.entries(ISSUER_ANNOTATIONS)) {
      const field = `metadata.annotations["${annotation}"]`;
      yield { object, field, kind, name: object.annotations[annotation] };
    }
  }
}
