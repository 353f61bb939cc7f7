import type { Duration } from 'cdk8s';
import * as k8s from '../../../imports/k8s';
import { Stage } from '../../core/placement';
import type { Labels } from '../../kube/labels';
import { quote } from '../../kube/text';
import { exposureError } from '../check-exposure';
import { NO_DNS_RECORDS } from '../dns-records';
import type { Cors, Exposure, ExposureOptions, ExposureRenderer, RateLimit } from '../exposure';
import { annotationProblem, PREFIX, riskOf } from './annotations';
import type { NginxSettings } from './settings';

/** How long a WebSocket may be silent, where nothing else is said. */
const WEB_SOCKET_SECONDS = '3600';

/** What a header's name and value may be, by the controller's own rules. */
const HEADER_NAME = /^[\w-]+$/;
const HEADER_VALUE = /^[\w :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/;

/** Which controller the Ingresses are for. */
export interface IngressNginxRendererProps {
  readonly className: string;
  /** The controller's settings; undefined where they are not ours, as with a managed controller. */
  readonly settings: NginxSettings | undefined;
}

/**
 * Exposures as Ingresses with ingress-nginx's annotations: the one place where those are named.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export class IngressNginxRenderer implements ExposureRenderer {
  constructor(private readonly props: IngressNginxRendererProps) {}

  render(exposure: Exposure): void {
    const { name, namespace, hosts, routes, tls, options } = exposure;
    const annotations = this.annotations(exposure);
    this.props.settings?.allowRisk(riskOf(annotations));
    const file = namespace.file(Stage.ingress, 'ingress');
    if (options.responseHeaders) this.addHeaders(exposure, options.responseHeaders);
    new k8s.KubeIngress(file, `ingress-${namespace.name}-${name}`, {
      metadata: {
        name,
        namespace: namespace.name,
        labels: options.labels,
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
      spec: {
        ingressClassName: this.props.className,
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
    for (const [key, value] of Object.entries(options.annotations ?? {})) {
      const problem =
        annotationProblem(key, value) ??
        (key in own
          ? `annotation ${quote(key)} is set by an option to ${quote(own[key] ?? '')}: remove one`
          : undefined);
      if (problem !== undefined) throw exposureError(name, problem);
    }
    return {
      ...(issuer !== undefined && { 'cert-manager.io/cluster-issuer': issuer }),
      ...(options.publishDns === false && NO_DNS_RECORDS),
      ...own,
      ...options.annotations,
    };
  }

  /** Who is let in, and what every answer carries. */
  private access({ name, namespace, options }: Exposure): Record<string, string> {
    const { basicAuth, responseHeaders, httpsRedirect } = options;
    const { settings } = this.props;
    if (basicAuth && !basicAuth.secret.startsWith(`${namespace.name}/`) && !settings?.crossNamespaceSecrets)
      throw exposureError(
        name,
        `secret ${quote(basicAuth.secret)} lies in another namespace: give the IngressStack crossNamespaceSecrets: true`,
      );
    if (responseHeaders && !settings)
      throw exposureError(
        name,
        'a managed controller sets no response headers, as its settings are not ours: let the application set them',
      );
    return {
      ...(httpsRedirect === 'withTls' && { 'ssl-redirect': 'true' }),
      ...(httpsRedirect === 'always' && { 'force-ssl-redirect': 'true' }),
      ...(basicAuth && {
        'auth-type': 'basic',
        'auth-secret': basicAuth.secret,
        'auth-realm': basicAuth.realm,
      }),
      ...(responseHeaders && { 'custom-headers': `${namespace.name}/${headersName(name)}` }),
    };
  }

  /** The controller reads an Ingress's headers from a ConfigMap, and sets those that its own settings allow. */
  private addHeaders({ name, namespace }: Exposure, headers: Labels): void {
    for (const [header, value] of Object.entries(headers)) {
      const problem = headerProblem(header, value);
      if (problem !== undefined) throw exposureError(name, problem);
      this.props.settings?.allowHeader(header);
    }
    new k8s.KubeConfigMap(namespace.file(Stage.ingress, 'ingress'), `headers-${namespace.name}-${name}`, {
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
    return `response header ${quote(header)} is no name: letters, digits, _ and - alone`;
  const name = `response header ${quote(header)}`;
  if (/[\r\n]/.test(value)) return `${name} has a line break in ${quote(value)}: a header is one line`;
  return HEADER_VALUE.test(value)
    ? undefined
    : `${name} has ${value === '' ? 'no value' : `characters that ingress-nginx refuses in ${quote(value)}`}: write printable ASCII`;
}

/** How requests and answers pass. */
function traffic(options: ExposureOptions): Record<string, string> {
  const { timeouts, maxBodySize, cookieAffinity, upstreamHost } = options;
  const silence = options.webSocket ? WEB_SOCKET_SECONDS : undefined;
  const send = timeouts?.send ? seconds(timeouts.send) : silence;
  const read = timeouts?.read ? seconds(timeouts.read) : silence;
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
      // Old browsers know Expires alone, and Max-Age does not depend on the client's clock.
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
    // Always, as the controller's default is true, even for every origin.
    'cors-allow-credentials': String(credentials),
    ...(rest.methods && { 'cors-allow-methods': rest.methods.join(', ') }),
    ...(rest.requestHeaders && { 'cors-allow-headers': rest.requestHeaders.join(', ') }),
    ...(rest.exposedHeaders && { 'cors-expose-headers': rest.exposedHeaders.join(', ') }),
    ...(rest.maxAge && { 'cors-max-age': seconds(rest.maxAge) }),
  };
}

function withPrefix(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [PREFIX + key, value]));
}

function seconds(duration: Duration): string {
  return String(duration.toSeconds());
}

/** A size as nginx writes it: `50m` where whole mebibytes will do. */
function bodySize(kibibytes: number): string {
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}m` : `${kibibytes}k`;
}
