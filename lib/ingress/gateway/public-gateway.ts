import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  GATEWAY_API,
  Gateway,
  type GatewaySpec,
  HttpRoute,
  type Listener,
  ListenerSet,
  type ParentReference,
} from '../../../imports/gateway-api';
import type { ListenerReference } from '../../certificates/certificate-rules';
import { covers } from '../../kube/hostnames';
import { quote } from '../../kube/text';
import type { WildcardCertificate } from '../controller';
import { NO_DNS_RECORDS } from '../dns-records';
import type { Exposure, TlsEntry } from '../exposure';
import {
  exposureListeners,
  GATEWAY_NAME,
  gatewayListeners,
  type HostArea,
  HTTP,
  hostListener,
  type ListenerTls,
  listenerOf,
  outside,
} from './listeners';
import { REDIRECT, rulesOf } from './rules';

/** The listener for plain HTTP of the gateway, through which HTTP-01 challenges are answered. */
export function gatewayListener(namespace: string): ListenerReference {
  return { name: GATEWAY_NAME, namespace, sectionName: HTTP };
}

/** The properties of a gateway. */
export interface PublicGatewayProps {
  readonly namespace: string;
  readonly className: string;
  /** The certificate of the gateway. Its Secret must be in the namespace of the gateway. @default none */
  readonly wildcard?: WildcardCertificate;
  /**
   * The TLS settings of the hosts whose certificate the gateway has itself. They take precedence over the certificates of
   * exposures.
   *
   * @default none
   */
  readonly certificates?: ReadonlyMap<string, ListenerTls>;
  /** @default none */
  readonly areas?: readonly HostArea[];
  /** Metadata of the objects that the controller makes for the gateway. @default none */
  readonly infrastructure?: GatewaySpec['infrastructure'];
}

/**
 * The gateway of a cluster, and the routes of its exposures. Only the standard channel of the Gateway API is used, so that
 * they are the same for every implementation.
 *
 * The wildcard certificate has a listener for each of its names, and so has each host whose certificate the gateway has
 * itself. An exposure with certificates of its own adds listeners with a ListenerSet, because the Secrets are in its
 * namespace.
 *
 * @see https://gateway-api.sigs.k8s.io/
 */
export class PublicGateway extends Construct {
  private readonly areas: readonly HostArea[];
  private readonly dnsNames: readonly string[];
  private readonly certificates: ReadonlyMap<string, ListenerTls>;
  /** The namespaces that expose each host of {@link certificates}. */
  private readonly namespaces = new Map<string, Set<string>>();

  /** @throws Error if the wildcard certificate does not have the hosts of an area, or is in another namespace */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicGatewayProps,
  ) {
    super(scope, id);
    const { namespace, className, wildcard, infrastructure, areas = [], certificates = new Map() } = props;
    this.areas = areas;
    this.dnsNames = wildcard?.dnsNames ?? [];
    this.certificates = certificates;
    const problem = this.problem();
    if (problem !== undefined) throw new Error(`gateway ${quote(GATEWAY_NAME)}: ${problem}`);
    new Gateway(this, 'gateway', {
      name: GATEWAY_NAME,
      namespace,
      spec: {
        gatewayClassName: className,
        listeners: Lazy.any({ produce: () => this.listeners() }) as Listener[],
        allowedListeners: { namespaces: outside(areas) },
        ...(infrastructure && { infrastructure }),
      },
    });
    // The routes of the area cannot attach to the HTTP listener.
    for (const area of areas)
      new HttpRoute(this, `redirect-${area.name}`, {
        name: `${area.name}-redirect`,
        namespace,
        annotations: NO_DNS_RECORDS,
        spec: { parentRefs: [this.reference(HTTP)], hostnames: [area.hostname], rules: [REDIRECT] },
      });
  }

  /** The area to which the hosts of an exposure belong. */
  areaOf({ hosts }: Exposure): HostArea | undefined {
    return this.areas.find(({ hostname }) => hosts.every((host) => covers([hostname], host)));
  }

  /** Makes the routes of an exposure, with the name of the exposure, and the listeners of its own certificates. */
  expose(scope: Construct, { tls: stated, ...others }: Exposure): void {
    const { name, namespace, hosts, options } = others;
    const tls = stated.flatMap((entry) => this.withOwnCertificates(entry));
    const exposure = { ...others, tls };
    for (const host of tls.length > 0 ? hosts : [])
      if (this.certificates.has(host))
        this.namespaces.set(host, (this.namespaces.get(host) ?? new Set()).add(namespace.name));
    const metadata = {
      namespace: namespace.name,
      labels: options.labels,
      annotations: options.publishDns === false ? NO_DNS_RECORDS : undefined,
    };
    const listeners = exposureListeners(tls);
    if (listeners.length > 0)
      new ListenerSet(scope, 'listeners', {
        ...metadata,
        name,
        spec: { parentRef: this.reference(), listeners },
      });
    new HttpRoute(scope, 'route', {
      ...metadata,
      name,
      spec: { parentRefs: this.parentsOf(exposure), hostnames: [...hosts], rules: rulesOf(exposure) },
    });
    if (tls.length > 0 && this.areaOf(exposure) === undefined)
      new HttpRoute(scope, 'redirect', {
        ...metadata,
        name: `${name}-redirect`,
        spec: { parentRefs: [this.reference(HTTP)], hostnames: [...hosts], rules: [REDIRECT] },
      });
  }

  /** An entry, divided into the hosts whose certificate the gateway has itself and the others. */
  private withOwnCertificates({ hosts, secretName }: TlsEntry): TlsEntry[] {
    const own = hosts.filter((host) => this.certificates.has(host));
    const others = hosts.filter((host) => !this.certificates.has(host));
    return [
      { hosts: own, secretName: undefined },
      { hosts: others, secretName },
    ].filter(({ hosts }) => hosts.length > 0);
  }

  private listeners(): Listener[] {
    const own = [...this.certificates].map(([host, tls]) => {
      const namespaces = this.namespaces.get(host);
      return namespaces ? [hostListener(host, namespaces, tls)] : [];
    });
    return [...gatewayListeners(this.dnsNames, this.props.wildcard?.secret.name, this.areas), ...own.flat()];
  }

  private parentsOf({ name, tls }: Exposure): ParentReference[] {
    if (tls.length === 0) return [this.reference(HTTP)];
    return tls.flatMap(({ hosts, secretName }): ParentReference[] => {
      if (secretName !== undefined) return [{ group: GATEWAY_API, kind: 'ListenerSet', name }];
      const names = [...this.dnsNames, ...this.certificates.keys()];
      const listeners = hosts.map((host) => listenerOf(host, names, this.areas));
      return [...new Set(listeners)].map((listener) => this.reference(listener));
    });
  }

  private reference(sectionName?: string): ParentReference {
    return {
      group: GATEWAY_API,
      kind: 'Gateway',
      name: GATEWAY_NAME,
      namespace: this.props.namespace,
      ...(sectionName !== undefined && { sectionName }),
    };
  }

  private problem(): string | undefined {
    const { namespace, wildcard } = this.props;
    const missing = this.areas.find(({ hostname }) => !this.dnsNames.includes(hostname));
    if (missing)
      return `${quote(missing.hostname)}, the hosts of area ${quote(missing.name)}, is not a name of the wildcard certificate: add it`;
    if (wildcard === undefined || wildcard.secret.namespace === namespace) return undefined;
    const secret = quote(`${wildcard.secret.namespace}/${wildcard.secret.name}`);
    return `the Secret of the wildcard certificate, ${secret}, is in another namespace: make the certificate in ${quote(namespace)}`;
  }
}
