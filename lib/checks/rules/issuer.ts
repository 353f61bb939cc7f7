import { ISSUER_ANNOTATIONS } from '../../kube/annotations';
import { list } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';

interface CertificateSpec {
  readonly issuerRef: { readonly name: string; readonly kind?: string };
}

/** Every issuer that a Certificate or an Ingress names is there. */
export const issuer: Rule = {
  id: 'issuer',
  group: 'references',
  title: 'Every issuer that a Certificate or an Ingress names is made here.',
  protects: 'The certificate is never issued, and nobody notices before the old one expires.',
  *check(cluster) {
    const missing = (object: KubeObject, field: string, kind: string, name: string) => {
      const namespace = kind === 'ClusterIssuer' ? undefined : object.namespace;
      if (cluster.find(kind, namespace, name) !== undefined) return [];
      const known = list(cluster.names(kind, namespace));
      return [
        { object, field, value: name, problem: `there is no such ${kind}: make it, or use one of ${known}` },
      ];
    };
    for (const object of cluster.ofKind('Certificate')) {
      const { issuerRef } = specOf<CertificateSpec>(object);
      if (issuerRef)
        yield* missing(object, 'spec.issuerRef.name', issuerRef.kind ?? 'Issuer', issuerRef.name);
    }
    for (const object of cluster.ofKind('Ingress')) {
      for (const [annotation, kind] of Object.entries(ISSUER_ANNOTATIONS)) {
        const name = object.annotations[annotation];
        if (name !== undefined) yield* missing(object, `metadata.annotations["${annotation}"]`, kind, name);
      }
    }
  },
};
