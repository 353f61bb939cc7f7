import { ISSUER_ANNOTATIONS } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import { specOf } from '../engine/kube-object';
import type { IngressSpec } from './routes';

const TLS_KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

/**
 * The secrets that a cluster will have: those that a person makes, as declared, and those that cert-manager or the
 * Secrets Store driver makes from objects that are here.
 */
export class SecretIndex {
  private readonly byNamespace = new Map<string, Map<string, string[]>>();

  constructor(cluster: ClusterIndex) {
    for (const { namespace, name, keys } of cluster.facts.expectedSecrets)
      this.add(namespace, name, Object.keys(keys));
    for (const { namespace, name, json } of cluster.ofKind('Secret')) {
      const { data, stringData } = json as { data?: object; stringData?: object };
      this.add(namespace, name, [...Object.keys(data ?? {}), ...Object.keys(stringData ?? {})]);
    }
    for (const certificate of cluster.ofKind('Certificate'))
      this.add(certificate.namespace, specOf<{ secretName: string }>(certificate).secretName, TLS_KEYS);
    for (const ingress of cluster.ofKind('Ingress')) {
      if (!Object.keys(ISSUER_ANNOTATIONS).some((key) => ingress.annotations[key] !== undefined)) continue;
      for (const { secretName } of specOf<IngressSpec>(ingress).tls ?? [])
        this.add(ingress.namespace, secretName, TLS_KEYS);
    }
    for (const provider of cluster.ofKind('SecretProviderClass'))
      this.addSynced(provider.namespace, specOf(provider));
  }

  /** The keys of a secret; undefined where there will be none of that name. */
  keys(namespace: string, name: string): readonly string[] | undefined {
    return this.byNamespace.get(namespace)?.get(name);
  }

  /** The names of a namespace's secrets. */
  names(namespace: string): string[] {
    return [...(this.byNamespace.get(namespace)?.keys() ?? [])];
  }

  private addSynced(
    namespace: string | undefined,
    spec: {
      readonly secretObjects?: readonly {
        readonly secretName: string;
        readonly data?: readonly { readonly key: string }[];
      }[];
    },
  ): void {
    for (const { secretName, data = [] } of spec.secretObjects ?? []) {
      this.add(
        namespace,
        secretName,
        data.map(({ key }) => key),
      );
    }
  }

  private add(namespace: string | undefined, name: string | undefined, keys: readonly string[]): void {
    if (namespace === undefined || name === undefined) return;
    const own = this.byNamespace.get(namespace) ?? new Map<string, string[]>();
    this.byNamespace.set(namespace, own);
    own.set(name, [...(own.get(name) ?? []), ...keys]);
  }
}
