import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Listener } from './listeners';
import { listenersOfRoute } from './routes';

/** The sources of ExternalDNS from which hosts of routes are published. */
export type DnsSource = 'ingress' | 'gateway-httproute';

/** A host for which ExternalDNS creates a record, if it has the source. */
export interface PublishedHost {
  readonly source: DnsSource;
  readonly object: KubeObject;
  readonly field: string;
  readonly host: string;
  /** The addresses of the record, as a text to compare; undefined if nothing is known about them. */
  readonly target: string | undefined;
  /** Whether only ListenerSets are parents of the route, which ExternalDNS follows with a flag of its own. */
  readonly needsListenerSets: boolean;
}

/** The hosts of routes that no annotation excludes from ExternalDNS. */
export const publishedHosts = perCluster((cluster): readonly PublishedHost[] => [
  ...cluster.ofKind('Ingress').flatMap(ofIngress),
  ...cluster.ofKind('HTTPRoute').flatMap((object) => ofHttpRoute(cluster, object)),
]);

function ofIngress(object: KubeObject<'Ingress'>): PublishedHost[] {
  if (isExcluded(object)) return [];
  const target = targetOf(object) ?? object.spec.ingressClassName;
  return (object.spec.rules ?? []).flatMap(({ host }, index) =>
    host
      ? [
          {
            source: 'ingress',
            object,
            field: `spec.rules[${index}].host`,
            host,
            target,
            needsListenerSets: false,
          },
        ]
      : [],
  );
}

/**
 * The host names of a route; without any, those of its listeners.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/gateway/
 */
function ofHttpRoute(cluster: ClusterIndex, object: KubeObject<'HTTPRoute'>): PublishedHost[] {
  const listeners = listenersOfRoute(cluster, object).filter(isPublished);
  if (isExcluded(object) || listeners.length === 0) return [];
  const { hostnames = [] } = object.spec;
  const common = {
    source: 'gateway-httproute',
    object,
    target: [...new Set(listeners.map(targetOfListener))].sort().join(),
    needsListenerSets: listeners.every((listener) => listener.object.kind === 'ListenerSet'),
  } as const;
  if (hostnames.length > 0)
    return hostnames.map((host, index) => ({ ...common, field: `spec.hostnames[${index}]`, host }));
  const hosts = new Set(listeners.map(({ host }) => host).filter((host) => host !== '*'));
  return [...hosts].map((host) => ({ ...common, field: 'spec.parentRefs', host }));
}

function isPublished({ object, gateway }: Listener): boolean {
  return !isExcluded(object) && (gateway === undefined || !isExcluded(gateway));
}

function targetOfListener({ object, gateway }: Listener): string {
  return targetOf(object) ?? (gateway && targetOf(gateway)) ?? `${gateway?.namespace}/${gateway?.name}`;
}

function targetOf(object: KubeObject): string | undefined {
  return annotation(object, 'target');
}

/**
 * Whether an annotation keeps ExternalDNS from the hosts of an object.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
 */
function isExcluded(object: KubeObject): boolean {
  const isOther = (name: string, ...values: string[]) =>
    !values.includes(annotation(object, name) ?? values[0] ?? '');
  return (
    isOther('controller', 'dns-controller') ||
    isOther('ingress-hostname-source', 'defined-hosts-only') ||
    isOther('gateway-hostname-source', 'defined-hosts-only')
  );
}

/** The value of an annotation of ExternalDNS, whose prefix is a setting. */
function annotation({ annotations }: KubeObject, name: string): string | undefined {
  return Object.entries(annotations).find(
    ([key]) => key.startsWith('external-dns.') && key.endsWith(`/${name}`),
  )?.[1];
}
