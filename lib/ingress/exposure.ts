import type { Duration, Size } from 'cdk8s';
import type { AcmeIssuer } from '../certificates/certificate-rules';
import type { SecretReference } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { Labels } from '../kube/labels';
import type { PodService } from '../workloads/pod-service';

/** A Service that the exposure makes, with the exposure's name. */
export interface NewService {
  readonly namespace: ClusterNamespace;
  /** The labels of the pods. */
  readonly selector: Labels;
  /** The port of the Service. */
  readonly port: number;
  /** The port of the pods. @default port */
  readonly targetPort?: number;
}

/** The Service for requests with a path prefix. */
export interface ExposedPath {
  /** The prefix, in whole segments: `/users` matches `/users/1`, but not `/users2`. */
  readonly path: string;
  readonly service: PodService;
}

/** A certificate that the issuer of the stack issues, in a Secret with this name. */
export interface OrderedTls {
  readonly order: string;
}

/** A certificate in an existing Secret, which must be in the exposure's namespace. */
export interface SecretTls {
  /** A declared Secret, or the Secret of a Certificate. */
  readonly secret: SecretReference;
}

/** The timeouts of the controller for requests to pods: each is a whole number of seconds. */
export interface Timeouts {
  /** The maximum time for connecting. @default 5 seconds */
  readonly connect?: Duration;
  /** The maximum time between two writes of the request. @default 60 seconds */
  readonly send?: Duration;
  /** The maximum time between two reads of the response. @default 60 seconds */
  readonly read?: Duration;
}

/**
 * The limits for one client address. Requests above the limits get status 429.
 *
 * The limits apply per replica of the controller: a client whose connections reach two replicas gets twice as much. They
 * are not divided by the number of replicas, because one connection stays on one replica.
 */
export interface RateLimit {
  /** @default no limit on requests */
  readonly requestsPerSecond?: number;
  /**
   * The number of requests that may exceed the rate at once: a multiple of `requestsPerSecond`.
   *
   * @default five times `requestsPerSecond`
   */
  readonly burst?: number;
  /** The number of open connections. @default no limit on connections */
  readonly connections?: number;
}

/** The origins whose web pages may call the exposure (CORS). */
export interface Cors {
  /** Origins such as `https://app.example.com` or `https://*.example.com`, or only `*`. */
  readonly origins: readonly string[];
  /** Whether browsers send cookies and authorization; not possible with origin `*`. @default false */
  readonly credentials?: boolean;
  /** @default GET, PUT, POST, DELETE, PATCH, OPTIONS */
  readonly methods?: readonly string[];
  /** Request headers that a page may set. @default the controller's: Content-Type, Authorization and others */
  readonly requestHeaders?: readonly string[];
  /** Response headers that a page may read. @default those that browsers always expose */
  readonly exposedHeaders?: readonly string[];
  /** The time for which browsers may cache the answer. @default 20 days */
  readonly maxAge?: Duration;
}

/** A cookie that sends the requests of a client to the same pod. */
export interface CookieAffinity {
  /** @default 'INGRESSCOOKIE' */
  readonly name?: string;
  /** The lifetime of the cookie. @default until the browser is closed */
  readonly expires?: Duration;
}

/** HTTP basic authentication. */
export interface BasicAuth {
  /** A declared Secret with an htpasswd file in its key `auth`. */
  readonly secret: SecretReference;
  /** The realm, which browsers show. */
  readonly realm: string;
}

/** The options whose support depends on the controller. */
export type DependentOption =
  | 'timeouts.connect'
  | 'timeouts.send'
  | 'timeouts.read'
  | 'maxBodySize'
  | 'requestBuffering'
  | 'webSocket'
  | 'rateLimit.requestsPerSecond'
  | 'rateLimit.burst'
  | 'rateLimit.connections'
  | 'cors'
  | 'cookieAffinity'
  | 'hashBy'
  | 'upstreamHost'
  | 'basicAuth'
  | 'httpsRedirect'
  | 'responseHeaders'
  | 'extraIngressAnnotations';

/** The options for serving requests, independent of the controller. */
export interface ExposureOptions {
  /** @default the controller's: 5 seconds to connect, 60 seconds to send and to read */
  readonly timeouts?: Timeouts;
  /** The maximum size of a request body. Larger requests get status 413. @default 1 MiB */
  readonly maxBodySize?: Size | 'unlimited';
  /** Whether the controller receives a request completely before it forwards it. @default true */
  readonly requestBuffering?: boolean;
  /**
   * Whether connections become WebSockets. These may be idle for one hour, unless `timeouts` states another time.
   *
   * @default false: an idle connection is closed after one minute
   */
  readonly webSocket?: boolean;
  /** @default none */
  readonly rateLimit?: RateLimit;
  /** @default none: browsers refuse calls from other origins */
  readonly cors?: Cors;
  /** @default none: every request can go to another pod */
  readonly cookieAffinity?: CookieAffinity;
  /** Sends requests with the same path and query to the same pod. Excludes `cookieAffinity`. @default any pod */
  readonly hashBy?: 'uri';
  /** The `Host` header that the pods receive. @default the host of the request */
  readonly upstreamHost?: string;
  /** @default none */
  readonly basicAuth?: BasicAuth;
  /**
   * The redirection of HTTP requests to HTTPS: `withTls` redirects them if the host has a certificate here, `always` also
   * if a proxy in front of the controller terminates TLS.
   *
   * @default the controller's setting: `withTls`
   */
  readonly httpsRedirect?: 'always' | 'withTls';
  /** Headers that are added to every response. @default none */
  readonly responseHeaders?: Labels;
  /**
   * Annotations of the Ingress for which there is no option. Unknown annotations of the controller are errors.
   *
   * @default none
   */
  readonly extraIngressAnnotations?: Labels;
  /**
   * The options that may be without effect, each with the reason why the exposure works without it. Otherwise, an option
   * that the controller of the cluster does not support is an error (docs/ingress.md).
   *
   * @default none
   */
  readonly acceptRisk?: Readonly<Partial<Record<DependentOption, string>>>;
  /** Labels of the objects, in addition to those of the cluster. @default none */
  readonly labels?: Labels;
  /** Whether ExternalDNS, if the cluster has it, makes DNS records for the hosts. @default true */
  readonly publishDns?: boolean;
}

/** Hosts that are reachable from outside the cluster. */
export interface ExposureProps extends ExposureOptions {
  /**
   * The Service for all paths that are not in `paths`: an existing one, or the properties of a new one.
   *
   * @default none: `paths` is required then
   */
  readonly service?: PodService | NewService;
  /** DNS names. The first label may be a wildcard. */
  readonly hostnames: readonly string[];
  /** Paths with Services of their own, in the same namespace. @default none */
  readonly paths?: readonly ExposedPath[];
  /**
   * The certificate. With `auto`, hosts that the wildcard certificate covers use it; for the others, a certificate is
   * ordered in the Secret `<name>-tls`. `none` serves HTTP only.
   *
   * @default 'auto'
   */
  readonly tls?: 'auto' | 'none' | OrderedTls | SecretTls;
}

/** Hosts that share a certificate. */
export interface TlsEntry {
  readonly hosts: readonly string[];
  /** Undefined for a certificate that the controller has itself. */
  readonly secretName: string | undefined;
}

/** A validated exposure: the input of an ingress controller. */
export interface Exposure {
  readonly name: string;
  readonly namespace: ClusterNamespace;
  readonly hosts: readonly string[];
  /** In the stated order, with `/` last. */
  readonly routes: readonly ExposedPath[];
  readonly tls: readonly TlsEntry[];
  /** The issuer of the certificates; undefined if none is ordered. */
  readonly issuer: AcmeIssuer | undefined;
  readonly options: ExposureOptions;
}

/** The result of an exposure. */
export interface Exposed {
  /** The name of the Ingress, or of the object that a controller uses instead. */
  readonly name: string;
  readonly namespace: ClusterNamespace;
  readonly hosts: readonly string[];
  /** The Service for `/`, if there is one. */
  readonly service: PodService | undefined;
}
