import { NGINX_HEADERS } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import type { Rule } from '../engine/rule';
import { flagReferences, namespacedName } from '../facts/flags';
import { type Reference, unresolved } from '../facts/references';

export const configReference: Rule = {
  id: 'config-reference',
  group: 'references',
  title:
    'Every ConfigMap that an annotation of an Ingress or a flag of the ingress controller names is made by this program.',
  protects: 'The controller runs with its defaults, or its responses lack headers.',
  check: (cluster) => unresolved(cluster, references(cluster)),
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const object of cluster.ofKind('Ingress')) {
    const value = object.annotations[NGINX_HEADERS];
    const field = `metadata.annotations["${NGINX_HEADERS}"]`;
    if (value) yield { object, field, value, kind: 'ConfigMap', ...namespacedName(value, object.namespace) };
  }
  const flags = ['configmap', 'tcp-services-configmap', 'udp-services-configmap'];
  for (const reference of flagReferences(cluster, ...flags)) yield { ...reference, kind: 'ConfigMap' };
}
