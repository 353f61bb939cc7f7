import { NGINX_SECRETS } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { flagReferences, namespacedName } from '../facts/flags';
import { type Reference, unresolved } from '../facts/references';
import { tlsOf } from '../facts/tls';

export const secretReference: Rule = {
  id: 'secret-reference',
  group: 'references',
  title:
    'Every Secret that an Ingress, a listener, a flag of the ingress controller or an issuer names is declared, or created from a Certificate, and has the keys of a certificate if it is for TLS.',
  protects:
    'The controller uses its self-signed certificate or responds with 503, or the issuer is never ready.',
  check: (cluster) => unresolved(cluster, references(cluster)),
};

function* references(cluster: ClusterIndex): Iterable<Reference> {
  for (const { object, secrets } of tlsOf(cluster))
    for (const secret of secrets) yield { ...secret, object, kind: 'Secret', keys: ['tls.key'] };
  for (const object of cluster.ofKind('Ingress')) {
    for (const annotation of NGINX_SECRETS) {
      const value = object.annotations[annotation];
      const field = `metadata.annotations["${annotation}"]`;
      if (value) yield { object, field, value, kind: 'Secret', ...namespacedName(value, object.namespace) };
    }
  }
  for (const reference of flagReferences(cluster, 'default-ssl-certificate'))
    yield { ...reference, kind: 'Secret' };
  for (const object of cluster.ofKind('ClusterIssuer', 'Issuer'))
    yield* inIssuer(object, object.spec, 'spec');
}

/** The Secrets that an issuer reads. cert-manager creates the Secret of its account (`privateKeySecretRef`). */
function* inIssuer(object: KubeObject, value: unknown, field: string): Iterable<Reference> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key.endsWith('SecretRef') && key !== 'privateKeySecretRef') {
      // The Secrets of a ClusterIssuer are in cert-manager's own namespace.
      const { namespace = 'cert-manager' } = object;
      const keys = child.key === undefined ? [] : [child.key];
      yield { object, field: `${field}.${key}`, kind: 'Secret', namespace, name: child.name, keys };
    } else yield* inIssuer(object, child, `${field}.${key}`);
  }
}
