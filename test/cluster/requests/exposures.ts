import { Duration, Size } from 'cdk8s';
import type { ClusterNamespace } from '../../../lib/core/cluster-namespace';
import type { ExposureOptions, ExposureProps } from '../../../lib/ingress/exposure';
import type { IngressStack } from '../../../lib/ingress/ingress-stack';
import { serviceIn } from '../../support/ingress-cluster';

/** The names of the default certificate. */
export const WILDCARD = ['*.example.com'];

/** The labels and the port of the pods of an exposure. */
export const PODS = { selector: { app: 'echo' }, port: 80, targetPort: 8080 };

/** The labels of the pods of a path. */
export const USERS = { app: 'users' };

/** The namespaces of the exposures. */
export interface Namespaces {
  readonly shop: ClusterNamespace;
  readonly other: ClusterNamespace;
}

const SECONDS = { short: Duration.seconds(1), limit: Duration.seconds(3) };

/** The options under test, by the first label of their host below `example.com`. */
const OPTIONS: Readonly<Record<string, ExposureOptions>> = {
  plain: {},
  size: { maxBodySize: Size.kibibytes(1) },
  stream: { maxBodySize: 'unlimited', requestBuffering: false },
  slow: { timeouts: { connect: SECONDS.short, send: SECONDS.limit, read: SECONDS.limit } },
  socket: { webSocket: true, timeouts: { send: SECONDS.limit, read: SECONDS.limit } },
  'limited-socket': { webSocket: true, maxBodySize: Size.kibibytes(1) },
  rate: { rateLimit: { requestsPerSecond: 2 } },
  cors: {
    cors: {
      origins: ['https://app.example.com', 'https://*.example.org'],
      credentials: true,
      methods: ['GET', 'PUT'],
      requestHeaders: ['X-One'],
      exposedHeaders: ['X-Two'],
      maxAge: Duration.minutes(10),
    },
  },
  anyone: { cors: { origins: ['*'] } },
  session: { cookieAffinity: {} },
  sticky: { cookieAffinity: { name: 'STICK', expires: Duration.hours(1) } },
  hashed: { hashBy: 'uri' },
  renamed: { upstreamHost: 'inner.example.net' },
  members: { basicAuth: { secret: { namespace: 'shop', name: 'members' }, realm: 'Members' } },
  headers: { responseHeaders: { 'X-Frame-Options': 'DENY', 'X-Kind': 'a; b="c"' } },
};

/** Exposes echo servers with every option, and hosts with every kind of certificate. */
export function exposeAll(ingress: IngressStack, { shop, other }: Namespaces): void {
  // ingress-nginx has one affinity for each Service, so that every exposure has a Service of its own.
  for (const [name, options] of Object.entries(OPTIONS))
    ingress.expose(name, {
      service: { namespace: shop, ...PODS },
      hostnames: [`${name}.example.com`],
      ...options,
    });
  const more: Readonly<Record<string, Omit<ExposureProps, 'service'>>> = {
    open: { hostnames: ['open.example.com'], tls: 'none' },
    paths: {
      hostnames: ['paths.example.com'],
      paths: [{ path: '/users', service: serviceIn(shop, USERS.app) }],
    },
  };
  for (const [name, props] of Object.entries(more))
    ingress.expose(name, { service: { namespace: shop, ...PODS }, ...props });
  for (const [name, host] of Object.entries({ previews: '*.preview.example.com', own: 'own.example.net' }))
    ingress.expose(name, {
      service: { namespace: other, ...PODS },
      hostnames: [host],
      tls: { secret: { namespace: 'other', name: `${name}-tls` } },
    });
}
