import type { Duration, Size } from 'cdk8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { Labels } from '../kube/labels';
import type { PodService } from '../workloads/pod-service';

/** A Service that is to be made for an exposure, under the exposure's name. */
export interface NewService {
  readonly namespace: ClusterNamespace;
  /** The labels of the pods behind it. */
  readonly selector: Labels;
  /** The Service's port. */
  readonly port: number;
  /** The port on the pods. @default port */
  readonly targetPort?: number;
}

/** Where requests go whose path begins with a prefix. */
export interface ExposedPath {
  /** What the path begins with, whole segments at a time: `/users` is also `/users/1`, and not `/users2`. */
  readonly path: string;
  readonly service: PodService;
}

/** A certificate by the name of its secret. */
export interface TlsSecret {
  /** The secret, in the exposure's own namespace. */
  readonly secretName: string;
  /**
   * Whether the stack's issuer fills it. If not, the cluster must declare the secret, or make a certificate for it.
   *
   * @default false
   */
  readonly order?: boolean;
}

/** How long the controller waits for the pods: each a whole number of seconds. */
export interface Timeouts {
  /** To connect. @default 5 seconds */
  readonly connect?: Duration;
  /** Between two writes of the request. @default 60 seconds */
  readonly send?: Duration;
  /** Between two reads of the answer. @default 60 seconds */
  readonly read?: Duration;
}

/**
 * What one client, by its address, may ask for.
 *
 * The figures are per controller replica: a client whose connections reach two replicas gets twice as much. They are
 * not divided, as one connection stays with one replica. What is over gets 429.
 */
export interface RateLimit {
  /** @default no limit on requests */
  readonly requestsPerSecond?: number;
  /**
   * How many requests may come at once before the limit bites: a whole multiple of `requestsPerSecond`.
   *
   * @default five times `requestsPerSecond`
   */
  readonly burst?: number;
  /** How many connections may be open. @default no limit on connections */
  readonly connections?: number;
}

/** Which web pages of other origins may call. */
export interface Cors {
  /** Such as `https://app.example.com`, `https://*.example.com`, or `*` alone. */
  readonly origins: readonly string[];
  /** Whether cookies and authorization go with the calls; never with origin `*`. @default false */
  readonly credentials?: boolean;
  /** @default GET, PUT, POST, DELETE, PATCH, OPTIONS */
  readonly methods?: readonly string[];
  /** Request headers that a page may set. @default the usual ones, Content-Type and Authorization among them */
  readonly requestHeaders?: readonly string[];
  /** Response headers that a page may read. @default those that browsers always show */
  readonly exposedHeaders?: readonly string[];
  /** How long a browser may remember the answer. @default 20 days */
  readonly maxAge?: Duration;
}

/** A cookie that keeps a client on one pod. */
export interface CookieAffinity {
  /** @default 'INGRESSCOOKIE' */
  readonly name?: string;
  /** How long the browser keeps it. @default until the browser is closed */
  readonly expires?: Duration;
}

/** A name and password that clients are asked for. */
export interface BasicAuth {
  /** The secret as `namespace/name`, with an htpasswd file under `auth`; the cluster must declare it. */
  readonly secret: string;
  /** What the browser shows. */
  readonly realm: string;
}

/** How requests are served, in terms of no particular controller. */
export interface ExposureOptions {
  /** @default the controller's own: 5 seconds to connect, a minute to send and to read */
  readonly timeouts?: Timeouts;
  /** The longest request body; what is over gets 413. @default 1 MiB */
  readonly maxBodySize?: Size | 'unlimited';
  /** Whether a request reaches the pods only once it is there in full. @default true */
  readonly requestBuffering?: boolean;
  /**
   * Whether connections become WebSockets, which may be silent for an hour where `timeouts` says nothing else.
   *
   * @default false, so that a silent one ends after a minute
   */
  readonly webSocket?: boolean;
  /** @default none */
  readonly rateLimit?: RateLimit;
  /** @default none: pages of other origins may not call */
  readonly cors?: Cors;
  /** @default none: any pod may answer */
  readonly cookieAffinity?: CookieAffinity;
  /** Which requests go to the same pod: those for one path and query. Not with `cookieAffinity`. @default any pod */
  readonly hashBy?: 'uri';
  /** The host that the pods see. @default the host that the client asked for */
  readonly upstreamHost?: string;
  /** @default none */
  readonly basicAuth?: BasicAuth;
  /**
   * When plain HTTP is answered with a redirect: `always`, even where a proxy in front ends TLS, or `withTls`, where
   * the host has a certificate here.
   *
   * @default as the controller is set: `withTls`
   */
  readonly httpsRedirect?: 'always' | 'withTls';
  /** Headers on every answer. @default none */
  readonly responseHeaders?: Labels;
  /**
   * Further annotations. Of the controller's own, those that no option renders, and none that it does not know.
   *
   * @default none
   */
  readonly annotations?: Labels;
  /** Labels of what is made. @default none but the program's own */
  readonly labels?: Labels;
  /** Whether the hosts get DNS records of their own, where something makes them. @default true */
  readonly publishDns?: boolean;
}

/** What is to be reached from outside, and how. */
export interface ExposureProps extends ExposureOptions {
  /**
   * What serves every path that `paths` does not name: a Service, or what it takes to make one.
   *
   * @default none; `paths` is required then
   */
  readonly service?: PodService | NewService;
  /** DNS names; a wildcard stands for one label. */
  readonly hostnames: readonly string[];
  /** Paths that go elsewhere, within the same namespace. @default none */
  readonly paths?: readonly ExposedPath[];
  /**
   * The certificate: `auto` for the wildcard's where it covers a host, and one ordered as `<name>-tls` for the other
   * hosts; a secret by name; or `none`, for plain HTTP.
   *
   * @default 'auto'
   */
  readonly tls?: 'auto' | 'none' | TlsSecret;
}

/** Hosts with one certificate. */
export interface TlsEntry {
  readonly hosts: readonly string[];
  /** Undefined for the controller's default certificate. */
  readonly secretName: string | undefined;
}

/** An exposure that has been checked, as a renderer takes it. */
export interface Exposure {
  readonly name: string;
  readonly namespace: ClusterNamespace;
  readonly hosts: readonly string[];
  /** In the order in which they were named, `/` last. */
  readonly routes: readonly ExposedPath[];
  readonly tls: readonly TlsEntry[];
  /** The ClusterIssuer that fills the secrets; undefined where none is ordered. */
  readonly issuer: string | undefined;
  readonly options: ExposureOptions;
}

/** Turns exposures into the objects that one kind of controller takes. */
export interface ExposureRenderer {
  /** @throws Error where the controller cannot do what the exposure asks */
  render(exposure: Exposure): void;
}

/** What an exposure made. */
export interface Exposed {
  /** The name of the Ingress, or of what a renderer makes in its place. */
  readonly name: string;
  readonly namespace: ClusterNamespace;
  readonly hosts: readonly string[];
  /** What serves `/`: made here, or given. */
  readonly service: PodService | undefined;
}
