import { ISSUER_ANNOTATIONS } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Reference } from './references';

/** The issuers to which Certificates and the annotations of Ingresses refer. */
export function* issuerReferences(cluster: ClusterIndex): Iterable<Reference> {
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
