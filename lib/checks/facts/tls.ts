import { isWildcard } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { allListeners, type Listener } from './listeners';
import { routesOf } from './routes';

/** Hosts that are served with TLS: an entry under `tls` of an Ingress, or a listener. */
export interface TlsEntry {
  readonly object: KubeObject;
  /** The path of the hosts in the object: `spec.tls[0].hosts` or `spec.listeners[0].hostname`. */
  readonly field: string;
  /** The hosts that the entry states. */
  readonly stated: readonly string[];
  /** The hosts that clients use: those of the routes, if a listener is for many hosts. */
  readonly hosts: readonly string[];
  /** The Secrets with the certificates; empty for the default certificate of the controller. */
  readonly secrets: readonly TlsSecret[];
  /** Undefined if no controller is named. */
  readonly className: string | undefined;
}

/** The Secret of a certificate, and the path of its name. */
export interface TlsSecret {
  readonly field: string;
  readonly namespace: string;
  readonly name: string;
}

/** All hosts of a cluster that are served with TLS. Rules read them only here. */
export const tlsOf = perCluster((cluster): readonly TlsEntry[] => [
  ...cluster.ofKind('Ingress').flatMap(ofIngress),
  ...ofListeners(cluster),
]);

function ofIngress(object: KubeObject<'Ingress'>): TlsEntry[] {
  const { namespace = 'default', spec } = object;
  return (spec.tls ?? []).map(({ hosts = [], secretName }, index) => {
    const field = `spec.tls[${index}]`;
    const secrets = secretName ? [{ field: `${field}.secretName`, namespace, name: secretName }] : [];
    return {
      object,
      field: `${field}.hosts`,
      stated: hosts,
      hosts,
      secrets,
      className: spec.ingressClassName,
    };
  });
}

function ofListeners(cluster: ClusterIndex): TlsEntry[] {
  const routes = groupBy(routesOf(cluster), ({ listener }) => listener);
  return allListeners(cluster)
    .filter(({ spec }) => spec.tls !== undefined && spec.tls.mode !== 'Passthrough')
    .map((listener) => {
      const { object, field, gateway } = listener;
      const routed = new Set((routes.get(listener) ?? []).map(({ host }) => host));
      const stated = listener.host === '*' ? [] : [listener.host];
      const isOfMany = stated.every(isWildcard) && routed.size > 0;
      return {
        object,
        field: `${field}.hostname`,
        stated,
        hosts: isOfMany ? [...routed].filter((host) => host !== '*') : stated,
        secrets: secretsOf(listener),
        className: gateway?.spec.gatewayClassName,
      };
    });
}

function secretsOf({ object, field, spec }: Listener): TlsSecret[] {
  return (spec.tls?.certificateRefs ?? []).flatMap(
    ({ group = '', kind = 'Secret', namespace = object.namespace ?? 'default', name }, index) =>
      group === '' && kind === 'Secret' && name
        ? [{ field: `${field}.tls.certificateRefs[${index}].name`, namespace, name }]
        : [],
  );
}

/** The key by which certificates are found. */
export function secretKey({ namespace, name }: Pick<TlsSecret, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
