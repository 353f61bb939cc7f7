import type { CorsFilter, HttpRouteFilter, HttpRouteRule } from '../../../imports/gateway-api';
import type { Cors, Exposure } from '../exposure';

/** The names of the rules of a route, to which policies refer. */
export const REQUESTS = 'requests';
export const WEB_SOCKETS = 'web-sockets';

/** The rule that redirects requests to HTTPS, with the status of ingress-nginx. */
export const REDIRECT: HttpRouteRule = {
  matches: [{ path: { type: 'PathPrefix', value: '/' } }],
  filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 308 } }],
};

/** Without a timeout, the default of an implementation would apply: 15 seconds with Envoy Gateway. */
const UNLIMITED = '0s';

/** The header with which ingress-nginx answers every request over TLS. */
const STRICT_TRANSPORT = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' };

/** The methods and headers that ingress-nginx allows by default. */
const DEFAULT_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'] as const;
const DEFAULT_HEADERS =
  'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization';
const DEFAULT_MAX_AGE = 1_728_000;

/**
 * The rules of the route of an exposure: one for each path.
 *
 * The timeout of a request is unlimited unless it is stated: ingress-nginx's default of 60 seconds applies between two
 * reads, and would cut long downloads here. If connections become WebSockets, a second rule for each path matches their
 * first request, without a timeout.
 */
export function rulesOf(exposure: Exposure): HttpRouteRule[] {
  const { routes, options } = exposure;
  const filters = filtersOf(exposure);
  const { read } = options.timeouts ?? {};
  const request = read ? `${read.toSeconds()}s` : UNLIMITED;
  return routes.flatMap(({ path, service }, index) => {
    const match = { path: { type: 'PathPrefix', value: path } } as const;
    const upgrade = [{ type: 'RegularExpression', name: 'Upgrade', value: '(?i)websocket' }] as const;
    const common = {
      ...(filters.length > 0 && { filters }),
      backendRefs: [
        { group: '', kind: 'Service', name: service.name, port: service.port, weight: 1 },
      ] as const,
    };
    const requests = { name: ruleName(REQUESTS, index), matches: [match], ...common, timeouts: { request } };
    if (!options.webSocket) return [requests];
    return [
      {
        name: ruleName(WEB_SOCKETS, index),
        matches: [{ ...match, headers: upgrade }],
        ...common,
        timeouts: { request: UNLIMITED },
      },
      requests,
    ];
  });
}

/** The name of the rule of a path. The first one has no number. */
export function ruleName(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}

function filtersOf({ options, tls }: Exposure): HttpRouteFilter[] {
  const { cors, upstreamHost, responseHeaders, basicAuth } = options;
  const headers = { ...(tls.length > 0 && STRICT_TRANSPORT), ...responseHeaders };
  const filters: HttpRouteFilter[] = [];
  if (cors) filters.push({ type: 'CORS', cors: corsFilter(cors) });
  // The password is for the controller, and not for the pods.
  if (basicAuth)
    filters.push({ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Authorization'] } });
  if (upstreamHost !== undefined)
    filters.push({ type: 'URLRewrite', urlRewrite: { hostname: upstreamHost } });
  const set = Object.entries(headers).map(([name, value]) => ({ name, value }));
  if (set.length > 0) filters.push({ type: 'ResponseHeaderModifier', responseHeaderModifier: { set } });
  return filters;
}

function corsFilter({ origins, credentials = false, ...rest }: Cors): CorsFilter {
  return {
    allowOrigins: [...origins],
    allowCredentials: credentials,
    allowMethods: [...(rest.methods ?? DEFAULT_METHODS)],
    allowHeaders: [...(rest.requestHeaders ?? DEFAULT_HEADERS.split(','))],
    ...(rest.exposedHeaders && { exposeHeaders: [...rest.exposedHeaders] }),
    maxAge: rest.maxAge?.toSeconds() ?? DEFAULT_MAX_AGE,
  };
}
