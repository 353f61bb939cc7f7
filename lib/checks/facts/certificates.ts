import { isIssued } from '../../kube/annotations';
import type { ClusterIndex } from '../engine/cluster-index';
import { perCluster } from '../engine/per-cluster';
import { flagReferences } from './flags';
import { isIngressNginx } from './ingress-nginx';
import { secretKey, type TlsEntry, tlsOf } from './tls';

/** The names of each certificate that cert-manager issues, by `namespace/name` of its Secret. */
export const certificateNames = perCluster((cluster): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  const add = (namespace: string | undefined, secret: string | undefined, names: readonly string[]) => {
    const key = `${namespace}/${secret}`;
    if (secret) found.set(key, [...(found.get(key) ?? []), ...names]);
  };
  for (const { namespace, spec } of cluster.ofKind('Certificate'))
    add(namespace, spec.secretName, isForServers(spec.usages) ? (spec.dnsNames ?? []) : []);
  for (const { object, stated, secrets } of tlsOf(cluster))
    if (isIssued(object.annotations))
      for (const secret of secrets) add(secret.namespace, secret.name, stated);
  return found;
});

/** Whether a server can use a certificate with these usages. @see https://cert-manager.io/docs/usage/certificate/ */
function isForServers(usages: readonly string[] = []): boolean {
  const extended = usages.filter((usage) => / auth$|^any$|^code signing$|protection$/.test(usage));
  return extended.length === 0 || extended.some((usage) => usage === 'server auth' || usage === 'any');
}

/**
 * The Secret of the default certificate of the cluster's own ingress-nginx, as `namespace/name`; `'none'` if it has only
 * a self-signed one; undefined if the controller is not described.
 */
export const defaultCertificate = perCluster((cluster): string | undefined => {
  const [flag] = [...flagReferences(cluster, 'default-ssl-certificate')];
  if (flag) return `${flag.namespace}/${flag.name}`;
  return cluster.containers.some(({ container }) => isIngressNginx(container.image)) ? 'none' : undefined;
});

/**
 * The Secrets with the certificates of TLS hosts, as `namespace/name`: without a Secret, that of the default certificate of
 * the controller, or `'none'`. Empty if it is unknown.
 */
export function servedSecrets(cluster: ClusterIndex, { object, secrets, className }: TlsEntry): string[] {
  if (secrets.length > 0) return secrets.map(secretKey);
  const secret = isProviderClass(cluster, className) ? undefined : defaultCertificate(cluster);
  return secret === undefined || object.kind !== 'Ingress' ? [] : [secret];
}

/** Whether the cloud provider runs the ingress controller of a class. */
function isProviderClass({ facts }: ClusterIndex, className: string | undefined): boolean {
  return facts.provider.ingressControllers.some((it) => it.className === className);
}
