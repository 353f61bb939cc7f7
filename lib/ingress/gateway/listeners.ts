import type { AttachableNamespaces, Listener } from '../../../imports/gateway-api';
import type { SecretReference } from '../../core/cluster-base';
import { covers, isWildcard } from '../../kube/hostnames';
import type { TlsEntry } from '../exposure';

/** The name of the gateway of a cluster. */
export const GATEWAY_NAME = 'public';

/** The name of the listener for plain HTTP: redirects to HTTPS, exposures without TLS, and HTTP-01 challenges. */
export const HTTP = 'http';

/**
 * Hosts whose routes another program creates, such as the backend those of previews. Their routes are in namespaces with a
 * label, and can attach only to the listener of the area. Routes of all other namespaces can attach to every other listener.
 */
export interface HostArea {
  /** The name of the listener. */
  readonly name: string;
  /** One of the names of the wildcard certificate, such as `*.preview.example.com`. */
  readonly hostname: string;
  /** The label of the namespaces. */
  readonly namespaces: { readonly label: string; readonly value: string };
  /** The users of the hosts. @default every request is served */
  readonly basicAuth?: SecretReference;
}

/** The TLS settings of a listener. */
export type ListenerTls = NonNullable<Listener['tls']>;

/** The listeners of a gateway: one for plain HTTP, and one for each name of the wildcard certificate. */
export function gatewayListeners(
  names: readonly string[],
  secretName: string | undefined,
  areas: readonly HostArea[],
): Listener[] {
  const others = { namespaces: outside(areas) };
  const http: Listener = { name: HTTP, port: 80, protocol: 'HTTP', allowedRoutes: others };
  const https = names.map((hostname): Listener => {
    const area = areas.find((it) => it.hostname === hostname);
    const allowedRoutes = area ? { namespaces: inside(area) } : others;
    return {
      name: area?.name ?? listenerName(hostname),
      allowedRoutes,
      ...terminating(hostname, secretName ?? ''),
    };
  });
  return [http, ...https];
}

/** The listeners of an exposure with certificates of its own, for routes of its namespace. */
export function exposureListeners(entries: readonly TlsEntry[]): Listener[] {
  return entries.flatMap(({ hosts, secretName }) =>
    secretName === undefined
      ? []
      : hosts.map((host) => ({
          name: listenerName(host),
          allowedRoutes: { namespaces: { from: 'Same' } },
          ...terminating(host, secretName),
        })),
  );
}

/** The listener of a host whose certificate the gateway has itself, for routes of the namespaces that expose it. */
export function hostListener(host: string, namespaces: ReadonlySet<string>, tls: ListenerTls): Listener {
  const named = { key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] };
  return {
    name: listenerName(host),
    allowedRoutes: { namespaces: { from: 'Selector', selector: { matchExpressions: [named] } } },
    ...serving(host, tls),
  };
}

/** The name of the listener of the gateway that serves a host. */
export function listenerOf(host: string, names: readonly string[], areas: readonly HostArea[]): string {
  const area = areas.find(({ hostname }) => covers([hostname], host));
  const name = names.includes(host) ? host : names.find((it) => covers([it], host));
  return area?.name ?? listenerName(name ?? host);
}

/** The namespaces that are in no area. */
export function outside(areas: readonly HostArea[]): AttachableNamespaces {
  if (areas.length === 0) return { from: 'All' };
  const matchExpressions = areas.map(({ namespaces: { label, value } }) => ({
    key: label,
    operator: 'NotIn',
    values: [value],
  }));
  return { from: 'Selector', selector: { matchExpressions } };
}

function inside({ namespaces: { label, value } }: HostArea): AttachableNamespaces {
  return { from: 'Selector', selector: { matchLabels: { [label]: value } } };
}

function terminating(hostname: string, secretName: string) {
  return serving(hostname, {
    mode: 'Terminate',
    certificateRefs: [{ group: '', kind: 'Secret', name: secretName }],
  });
}

function serving(hostname: string, tls: ListenerTls) {
  return { hostname, port: 443, protocol: 'HTTPS', tls } as const;
}

/** A host as the name of a listener, which cannot have an asterisk. */
export function listenerName(host: string): string {
  return isWildcard(host) ? `wildcard${host.slice(1)}` : host;
}
