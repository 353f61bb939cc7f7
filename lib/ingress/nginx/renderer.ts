import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { NGINX_PREFIX } from '../../kube/annotations';
import type { Labels } from '../../kube/labels';
import { quote } from '../../kube/text';
import { exposureError } from '../check-exposure';
import { NO_DNS_RECORDS } from '../dns-records';
import type { Cors, Exposure, ExposureOptions, RateLimit } from '../exposure';
import { annotationProblem, riskOf } from './annotations';
import type { NginxSettings } from './settings';

/** The idle timeout of WebSockets, unless the exposure states timeouts. */
const WEB_SOCKET_SECONDS = '3600';

/** The response headers that the controller accepts. */
const HEADER_NAME = /^[\w-]+$/;
const HEADER_VALUE = /^[\w :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/;

/**
 * Renders exposures as Ingresses with ingress-nginx's annotations. No other file does.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export class NginxRenderer {
  /** @param settings the settings of the controller; undefined for a controller that the cloud provider configures */
  constructor(
    private readonly className: string,
    private readonly settings: NginxSettings | undefined,
  ) {}

  /** Makes the Ingress of an exposure, and the ConfigMap of its response headers. */
  render(scope: Construct, exposure: Exposure): void {
    const { name, namespace, hosts, routes, tls, options } = exposure;
    const annotations = this.annotations(exposure);
    this.settings?.allowRisk(riskOf(annotations));
    if (options.responseHeaders) this.addHeaders(scope, exposure, options.responseHeaders);
    new k8s.KubeIngress(scope, 'ingress', {
      metadata: {
        name,
        namespace: namespace.name,
        labels: options.labels,
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
      spec: {
        ingressClassName: this.className,
        ...(tls.length > 0 && {
          tls: tls.map(({ hosts, secretName }) => ({ hosts: [...hosts], secretName })),
        }),
        rules: hosts.map((host) => ({
          host,
          http: {
            paths: routes.map(({ path, service }) => ({
              path,
              pathType: 'Prefix',
              backend: { service: { name: service.name, port: { number: service.port } } },
            })),
          },
        })),
      },
    });
  }

  private annotations(exposure: Exposure): Record<string, string> {
    const { name, issuer, options } = exposure;
    const own = withPrefix({ ...traffic(options), ...this.access(exposure) });
    for (const [key, value] of Object.entries(options.extraIngressAnnotations ?? {})) {
      const problem =
        annotationProblem(key, value) ??
        (key in own
          ? `annotation ${quote(key)} is also set by an option, to ${quote(own[key] ?? '')}: remove one of them`
          : undefined);
      if (problem !== undefined) throw exposureError(name, problem);
    }
    return {
      ...(issuer !== undefined && { 'cert-manager.io/cluster-issuer': issuer.name }),
      ...(options.publishDns === false && NO_DNS_RECORDS),
      ...own,
      ...options.extraIngressAnnotations,
    };
  }

  /** Authentication, redirects and response headers. */
  private access({ name, namespace, options }: Exposure): Record<string, string> {
    const { basicAuth, responseHeaders, httpsRedirect } = options;
    const { settings } = this;
    const auth = basicAuth && `${basicAuth.secret.namespace}/${basicAuth.secret.name}`;
    if (basicAuth && basicAuth.secret.namespace !== namespace.name && !settings?.crossNamespaceSecrets)
      throw exposureError(
        name,
        `basicAuth.secret ${quote(auth ?? '')} is in another namespace: set crossNamespaceSecrets of the controller`,
      );
    if (responseHeaders && !settings)
      throw exposureError(
        name,
        'a managed controller does not support responseHeaders, because its settings cannot be changed: set them in the application',
      );
    return {
      ...(httpsRedirect === 'withTls' && { 'ssl-redirect': 'true' }),
      ...(httpsRedirect === 'always' && { 'force-ssl-redirect': 'true' }),
      ...(basicAuth && { 'auth-type': 'basic', 'auth-secret': auth ?? '', 'auth-realm': basicAuth.realm }),
      ...(responseHeaders && { 'custom-headers': `${namespace.name}/${headersName(name)}` }),
    };
  }

  /** The controller reads response headers from a ConfigMap, and sets those that its settings allow. */
  private addHeaders(scope: Construct, { name, namespace }: Exposure, headers: Labels): void {
    for (const [header, value] of Object.entries(headers)) {
      const problem = headerProblem(header, value);
      if (problem !== undefined) throw exposureError(name, problem);
      this.settings?.allowHeader(header);
    }
    new k8s.KubeConfigMap(scope, 'headers', {
      metadata: { name: headersName(name), namespace: namespace.name },
      data: { ...headers },
    });
  }
}

function headersName(exposure: string): string {
  return `${exposure}-headers`;
}

function headerProblem(header: string, value: string): string | undefined {
  if (!HEADER_NAME.test(header))
    return `response header ${quote(header)} is not a valid name: use only letters, digits, _ and -`;
  const name = `response header ${quote(header)}`;
  if (/[\r\n]/.test(value)) return `${name} has a line break in its value ${quote(value)}: use one line`;
  return HEADER_VALUE.test(value)
    ? undefined
    : `${name} has ${value === '' ? 'no value' : `characters that ingress-nginx refuses in ${quote(value)}`}: use printable ASCII`;
}

/** The annotations for the transport of requests and responses. */
function traffic(options: ExposureOptions): Record<string, string> {
  const { timeouts, maxBodySize, cookieAffinity, upstreamHost } = options;
  const idle = options.webSocket ? WEB_SOCKET_SECONDS : undefined;
  const send = timeouts?.send ? seconds(timeouts.send) : idle;
  const read = timeouts?.read ? seconds(timeouts.read) : idle;
  return {
    ...(timeouts?.connect && { 'proxy-connect-timeout': seconds(timeouts.connect) }),
    ...(send !== undefined && { 'proxy-send-timeout': send }),
    ...(read !== undefined && { 'proxy-read-timeout': read }),
    ...(maxBodySize && {
      'proxy-body-size': maxBodySize === 'unlimited' ? '0' : bodySize(maxBodySize.toKibibytes()),
    }),
    ...(options.requestBuffering === false && { 'proxy-request-buffering': 'off' }),
    ...(options.rateLimit && rateLimit(options.rateLimit)),
    ...(options.cors && cors(options.cors)),
    ...(cookieAffinity && {
      affinity: 'cookie',
      ...(cookieAffinity.name !== undefined && { 'session-cookie-name': cookieAffinity.name }),
      // Old browsers support only Expires; Max-Age does not depend on the clock of the client.
      ...(cookieAffinity.expires && {
        'session-cookie-expires': seconds(cookieAffinity.expires),
        'session-cookie-max-age': seconds(cookieAffinity.expires),
      }),
    }),
    ...(options.hashBy === 'uri' && { 'upstream-hash-by': '$request_uri' }),
    ...(upstreamHost !== undefined && { 'upstream-vhost': upstreamHost }),
  };
}

function rateLimit({ requestsPerSecond, burst, connections }: RateLimit): Record<string, string> {
  return {
    ...(requestsPerSecond !== undefined && { 'limit-rps': String(requestsPerSecond) }),
    ...(requestsPerSecond !== undefined &&
      burst !== undefined && { 'limit-burst-multiplier': String(burst / requestsPerSecond) }),
    ...(connections !== undefined && { 'limit-connections': String(connections) }),
  };
}

function cors({ origins, credentials = false, ...rest }: Cors): Record<string, string> {
  return {
    'enable-cors': 'true',
    'cors-allow-origin': origins.join(', '),
    // Always stated, because the controller's default is true, even for every origin.
    'cors-allow-credentials': String(credentials),
    ...(rest.methods && { 'cors-allow-methods': rest.methods.join(', ') }),
    ...(rest.requestHeaders && { 'cors-allow-headers': rest.requestHeaders.join(', ') }),
    ...(rest.exposedHeaders && { 'cors-expose-headers': rest.exposedHeaders.join(', ') }),
    ...(rest.maxAge && { 'cors-max-age': seconds(rest.maxAge) }),
  };
}

function withPrefix(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [NGINX_PREFIX + key, value]));
}

function seconds(duration: Duration): string {
  return String(duration.toSeconds());
}

/** A size in nginx's notation: `50m` for whole mebibytes, otherwise kibibytes. */
function bodySize(kibibytes: number): string {
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}m` : `${kibibytes}k`;
}
