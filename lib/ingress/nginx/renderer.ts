import type { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { NGINX_PREFIX } from '../../kube/annotations';
import type { Labels } from '../../kube/labels';
import { quote } from '../../kube/text';
import { NO_DNS_RECORDS } from '../dns-records';
import type { Cors, Exposure, ExposureOptions, RateLimit } from '../exposure';
import { exposureError } from '../exposure-error';
import { requireSupport } from '../support';
import { annotationProblem, riskOf } from './annotations';
import type { NginxSettings } from './settings';

/** Annotations without the prefix. Those that are undefined are not rendered. */
type Annotations = Readonly<Record<string, string | undefined>>;

/** The idle timeout of WebSockets, unless the exposure states timeouts. */
const WEB_SOCKET_SECONDS = '3600';

/** The response headers that the controller accepts. */
const HEADER_NAME = /^[\w-]+$/;
const HEADER_VALUE = /^[\w :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/;

/**
 * Makes the Ingress of an exposure with ingress-nginx's annotations, and the ConfigMap of its response headers. No other
 * file does.
 *
 * @param settings the settings of the controller; undefined for a controller that the cloud provider configures
 * @throws Error if an annotation or a response header is invalid, or if the controller does not support an option
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export function renderIngress(
  scope: Construct,
  exposure: Exposure,
  className: string,
  settings?: NginxSettings,
): void {
  const { name, namespace, hosts, routes, tls, options } = exposure;
  requireSupport(exposure, settings ? 'nginx' : 'managed-nginx');
  const annotations = annotationsOf(exposure, settings);
  settings?.risks.add(riskOf(annotations));
  if (options.responseHeaders) addHeaders(scope, exposure, options.responseHeaders, settings);
  new k8s.KubeIngress(scope, 'ingress', {
    metadata: { name, namespace: namespace.name, labels: options.labels, annotations },
    spec: {
      ingressClassName: className,
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

function annotationsOf(exposure: Exposure, settings: NginxSettings | undefined): Labels {
  const { name, options } = exposure;
  const own = withPrefix({ ...traffic(options), ...access(exposure, settings) });
  for (const [key, value] of Object.entries(options.extraIngressAnnotations ?? {})) {
    const problem =
      annotationProblem(key, value) ??
      (key in own
        ? `annotation ${quote(key)} is also set by an option, to ${quote(own[key] ?? '')}: remove one of them`
        : undefined);
    if (problem !== undefined) throw exposureError(name, problem);
  }
  return {
    ...(options.publishDns === false && NO_DNS_RECORDS),
    ...own,
    ...options.extraIngressAnnotations,
  };
}

/** The annotations for authentication, redirects and response headers. */
function access({ name, namespace, options }: Exposure, settings: NginxSettings | undefined): Annotations {
  const { basicAuth, responseHeaders, httpsRedirect } = options;
  const auth = basicAuth && `${basicAuth.secret.namespace}/${basicAuth.secret.name}`;
  if (basicAuth && basicAuth.secret.namespace !== namespace.name && !settings?.crossNamespaceSecrets)
    throw exposureError(
      name,
      `basicAuth.secret ${quote(auth ?? '')} is in another namespace: set crossNamespaceSecrets of the controller`,
    );
  return {
    'ssl-redirect': httpsRedirect === 'withTls' ? 'true' : undefined,
    'force-ssl-redirect': httpsRedirect === 'always' ? 'true' : undefined,
    'auth-type': basicAuth && 'basic',
    'auth-secret': auth,
    'auth-realm': basicAuth?.realm,
    'custom-headers': responseHeaders && `${namespace.name}/${headersName(name)}`,
  };
}

/** The controller reads response headers from a ConfigMap, and sets those that its settings allow. */
function addHeaders(
  scope: Construct,
  { name, namespace }: Exposure,
  headers: Labels,
  settings: NginxSettings | undefined,
): void {
  for (const [header, value] of Object.entries(headers)) {
    const problem = headerProblem(header, value);
    if (problem !== undefined) throw exposureError(name, problem);
    settings?.headers.add(header);
  }
  new k8s.KubeConfigMap(scope, 'headers', {
    metadata: { name: headersName(name), namespace: namespace.name },
    data: { ...headers },
  });
}

function headersName(exposure: string): string {
  return `${exposure}-headers`;
}

function headerProblem(header: string, value: string): string | undefined {
  const name = `response header ${quote(header)}`;
  if (!HEADER_NAME.test(header)) return `${name} is not a valid name: use only letters, digits, _ and -`;
  if (/[\r\n]/.test(value)) return `${name} has a line break in its value ${quote(value)}: use one line`;
  return HEADER_VALUE.test(value)
    ? undefined
    : `${name} has ${value === '' ? 'no value' : `characters that ingress-nginx refuses in ${quote(value)}`}: use printable ASCII`;
}

/** The annotations for the transport of requests and responses. */
function traffic(options: ExposureOptions): Annotations {
  const { timeouts, maxBodySize, cookieAffinity } = options;
  const idle = options.webSocket ? WEB_SOCKET_SECONDS : undefined;
  return {
    'proxy-connect-timeout': seconds(timeouts?.connect),
    'proxy-send-timeout': seconds(timeouts?.send) ?? idle,
    'proxy-read-timeout': seconds(timeouts?.read) ?? idle,
    'proxy-body-size': maxBodySize && bodySize(maxBodySize),
    'proxy-request-buffering': options.requestBuffering === false ? 'off' : undefined,
    ...(options.rateLimit && rateLimit(options.rateLimit)),
    ...(options.cors && cors(options.cors)),
    affinity: cookieAffinity && 'cookie',
    'session-cookie-name': cookieAffinity?.name,
    // Old browsers support only Expires; Max-Age does not depend on the clock of the client.
    'session-cookie-expires': seconds(cookieAffinity?.expires),
    'session-cookie-max-age': seconds(cookieAffinity?.expires),
    'upstream-hash-by': options.hashBy && '$request_uri',
    'upstream-vhost': options.upstreamHost,
  };
}

function rateLimit({ requestsPerSecond, burst, connections }: RateLimit): Annotations {
  const multiplier = requestsPerSecond && burst && burst / requestsPerSecond;
  return {
    'limit-rps': requestsPerSecond?.toString(),
    'limit-burst-multiplier': multiplier?.toString(),
    'limit-connections': connections?.toString(),
  };
}

function cors({ origins, credentials = false, ...rest }: Cors): Annotations {
  return {
    'enable-cors': 'true',
    'cors-allow-origin': origins.join(', '),
    // Always stated, because the controller's default is true, even for every origin.
    'cors-allow-credentials': String(credentials),
    'cors-allow-methods': rest.methods?.join(', '),
    'cors-allow-headers': rest.requestHeaders?.join(', '),
    'cors-expose-headers': rest.exposedHeaders?.join(', '),
    'cors-max-age': seconds(rest.maxAge),
  };
}

/** The annotations that have a value, with their prefix. */
function withPrefix(annotations: Annotations): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) =>
      value === undefined ? [] : [[NGINX_PREFIX + key, value]],
    ),
  );
}

function seconds(duration: Duration | undefined): string | undefined {
  return duration?.toSeconds().toString();
}

/** A size in nginx's notation: `50m` for whole mebibytes, otherwise kibibytes. */
function bodySize(size: Size | 'unlimited'): string {
  if (size === 'unlimited') return '0';
  const kibibytes = size.toKibibytes();
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}m` : `${kibibytes}k`;
}
