import type { ClusterIndex } from '../engine/cluster-index';
import type { Rule } from '../engine/rule';
import { flagReferences } from '../facts/flags';
import { type Reference, unresolved } from '../facts/references';

export const objectReference: Rule = {
  id: 'object-reference',
  group: 'references',
  title:
    'Every Service that a StatefulSet, an APIService or a flag of the ingress controller names is made by this program, and so is every bound admission policy.',
  protects: 'Pods have no DNS names, an API does not respond, or an admission policy has no effect.',
  check: (cluster) => unresolved(cluster, references(cluster)),
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('StatefulSet'))
    yield { object, field: 'spec.serviceName', kind: 'Service', name: object.spec.serviceName };
  for (const object of cluster.ofKind('APIService')) {
    const { namespace = '', name } = object.spec.service ?? {};
    if (!cluster.isForeign(namespace))
      yield { object, field: 'spec.service.name', kind: 'Service', namespace, name };
  }
  for (const object of cluster.ofKind('ValidatingAdmissionPolicyBinding')) {
    const kind = 'ValidatingAdmissionPolicy';
    yield { object, field: 'spec.policyName', kind, name: object.spec.policyName };
  }
  // The ingress controller writes the address of this Service into the Ingresses.
  for (const { object, field, namespace, name } of flagReferences(cluster, 'publish-service'))
    if (!cluster.isForeign(namespace)) yield { object, field, kind: 'Service', namespace, name };
}
