import { isIssued } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import type { SpecOf } from '../engine/kinds';
import { perCluster } from '../engine/per-cluster';
import { keyVaultListeners } from './key-vault-listeners';
import { tlsOf } from './tls';

const TLS_KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

interface SecretKeys {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly keys: readonly string[];
}

/**
 * The keys of each Secret that a cluster will have, by `namespace/name`.
 *
 * A person creates the declared Secrets; cert-manager, the Secrets Store driver and AKS create others from objects of the
 * cluster.
 */
export const secretKeys = perCluster((cluster): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const { namespace, name, keys } of secretsOf(cluster)) {
    if (namespace === undefined || name === undefined) continue;
    const key = `${namespace}/${name}`;
    found.set(key, [...(found.get(key) ?? []), ...keys]);
  }
  return found;
});

function* secretsOf(cluster: ClusterIndex): Iterable<SecretKeys> {
  for (const { namespace, name, keys } of cluster.facts.expectedSecrets)
    yield { namespace, name, keys: Object.keys(keys) };
  for (const { namespace, name, json } of cluster.ofKind('Secret'))
    yield { namespace, name, keys: Object.keys({ ...json.data, ...json.stringData }) };
  for (const { namespace, spec } of cluster.ofKind('Certificate'))
    yield { namespace, name: spec.secretName, keys: keysOfCertificate(spec) };
  // cert-manager orders the certificates of Ingresses, Gateways and ListenerSets with its annotations.
  for (const { object, secrets } of tlsOf(cluster))
    if (isIssued(object.annotations))
      for (const { namespace, name } of secrets) yield { namespace, name, keys: TLS_KEYS };
  for (const { object, secret } of keyVaultListeners(cluster))
    yield { namespace: object.namespace, name: secret, keys: TLS_KEYS.slice(0, 2) };
  for (const { namespace, spec } of cluster.ofKind('SecretProviderClass')) {
    for (const { secretName, data = [] } of spec.secretObjects ?? [])
      yield { namespace, name: secretName, keys: data.map(({ key }) => key) };
  }
}

/** @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateKeystores */
function keysOfCertificate({
  keystores = {},
  additionalOutputFormats = [],
}: SpecOf<'Certificate'>): string[] {
  const formats = additionalOutputFormats.map(({ type }) =>
    type === 'DER' ? 'key.der' : 'tls-combined.pem',
  );
  const jks = keystores.jks?.create ? ['keystore.jks', 'truststore.jks'] : [];
  const pkcs12 = keystores.pkcs12?.create ? ['keystore.p12', 'truststore.p12'] : [];
  return [...TLS_KEYS, ...formats, ...jks, ...pkcs12];
}
