import type { Construct } from 'constructs';
import {
  BackendTrafficPolicy,
  type BackendTrafficPolicySpec,
  type ClientTrafficPolicySpec,
  type PolicyTarget,
  SecurityPolicy,
} from '../../../imports/envoy-gateway';
import { GATEWAY_API } from '../../../imports/gateway-api';
import { quote } from '../../kube/text';
import type { Exposure, ExposureOptions } from '../exposure';
import { exposureError } from '../exposure-error';
import type { HostArea } from '../gateway/listeners';
import { ruleName, WEB_SOCKETS } from '../gateway/rules';

type Traffic = Omit<BackendTrafficPolicySpec, 'targetRefs'>;

/** The defaults of ingress-nginx, which Envoy Gateway does not have. */
const CONNECT_SECONDS = 5;
const IDLE_SECONDS = 60;
const WEB_SOCKET_IDLE_SECONDS = 3600;
const COOKIE_NAME = 'INGRESSCOOKIE';

/** The policy for all requests of a gateway, with which pods receive the same paths and headers as from ingress-nginx. */
export const DEFAULT_CLIENTS: Omit<ClientTrafficPolicySpec, 'targetRefs'> = {
  // Envoy Gateway would redirect a path with %2F to one with a slash.
  path: { escapedSlashesAction: 'KeepUnchanged' },
  headers: {
    // A client could invent these headers, and Envoy adds its address only after those in X-Forwarded-For.
    earlyRequestHeaders: {
      set: [
        { name: 'X-Forwarded-Host', value: '%REQ(:AUTHORITY)%' },
        { name: 'X-Real-IP', value: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%' },
      ],
      remove: ['X-Forwarded-For'],
    },
    disableRateLimitHeaders: true,
  },
};

/** The policy for all routes of a gateway that have no policy of their own. */
export const DEFAULT_TRAFFIC: Traffic = timeouts({}, IDLE_SECONDS);

/**
 * Makes the policies of an exposure, for the options that the Gateway API has no standard field for.
 *
 * A policy of a route replaces the policy of its gateway, and a policy of a rule that of its route.
 *
 * @param area the area of the hosts, whose listener authenticates their requests
 * @throws Error if the Secret with the users is in another namespace
 */
export function addPolicies(scope: Construct, exposure: Exposure, area: HostArea | undefined): void {
  const { name, namespace, routes, options } = exposure;
  const metadata = { namespace: namespace.name, labels: options.labels };
  const traffic = requestTraffic(exposure);
  if (traffic !== undefined)
    new BackendTrafficPolicy(scope, 'traffic', {
      ...metadata,
      name,
      spec: { targetRefs: [routeTarget(name)], ...traffic },
    });
  if (options.webSocket)
    new BackendTrafficPolicy(scope, 'web-socket-traffic', {
      ...metadata,
      name: `${name}-${WEB_SOCKETS}`,
      spec: {
        targetRefs: routes.map((_, index) => routeTarget(name, ruleName(WEB_SOCKETS, index))),
        ...timeouts(options, WEB_SOCKET_IDLE_SECONDS),
        ...distribution(exposure),
      },
    });
  if (options.basicAuth !== undefined && area?.basicAuth === undefined) addUsers(scope, exposure);
}

/** The policy for requests; undefined if the one of the gateway applies. */
function requestTraffic(exposure: Exposure): Traffic | undefined {
  const { options } = exposure;
  const { maxBodySize, rateLimit } = options;
  const limit = maxBodySize === undefined || maxBodySize === 'unlimited' ? undefined : maxBodySize;
  const own: Traffic = {
    ...(limit && { requestBuffer: { limit: `${limit.toKibibytes()}Ki` } }),
    ...(rateLimit?.requestsPerSecond !== undefined && perClient(rateLimit.requestsPerSecond)),
    ...distribution(exposure),
  };
  if (options.timeouts === undefined && Object.keys(own).length === 0) return undefined;
  return { ...timeouts(options, IDLE_SECONDS), ...own };
}

/** The timeouts between two reads or writes. The timeout of the whole request is in the route. */
function timeouts({ timeouts: { connect, send, read } = {} }: ExposureOptions, idle: number): Traffic {
  const stated = [send, read].flatMap((it) => (it === undefined ? [] : [it.toSeconds()]));
  return {
    timeout: {
      tcp: { connectTimeout: `${connect?.toSeconds() ?? CONNECT_SECONDS}s` },
      http: { streamIdleTimeout: `${stated.length > 0 ? Math.max(...stated) : idle}s` },
    },
  };
}

/** A limit for each client address and replica. */
function perClient(requests: number): Traffic {
  const clientSelectors = ['0.0.0.0/0', '::/0'].map((value) => ({
    sourceCIDR: { invert: false, type: 'Distinct' as const, value },
  }));
  return {
    rateLimit: {
      type: 'Local',
      local: {
        rules: clientSelectors.map((selector) => ({
          clientSelectors: [selector],
          limit: { requests, unit: 'Second' as const },
        })),
      },
    },
  };
}

/** The selection of a pod. */
function distribution({ options: { cookieAffinity, hashBy }, tls }: Exposure): Traffic {
  if (hashBy === 'uri')
    return {
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: { type: 'Header', header: { name: ':path' } },
      },
    };
  if (cookieAffinity === undefined) return {};
  const { name = COOKIE_NAME, expires } = cookieAffinity;
  return {
    loadBalancer: {
      type: 'ConsistentHash',
      // Without a lifetime, Envoy sets no cookie. A lifetime of 0 seconds ends with the browser.
      consistentHash: {
        type: 'Cookie',
        cookie: {
          name,
          ttl: `${expires?.toSeconds() ?? 0}s`,
          attributes: { Path: '/', ...(tls.length > 0 && { Secure: '' }) },
        },
      },
    },
  };
}

function addUsers(scope: Construct, { name, namespace, options }: Exposure): void {
  const { secret } = options.basicAuth ?? {};
  if (secret === undefined) return;
  if (secret.namespace !== namespace.name)
    throw exposureError(
      name,
      `basicAuth.secret ${quote(`${secret.namespace}/${secret.name}`)} is in another namespace: a gateway reads the users of ${quote(namespace.name)}, or those of an area`,
    );
  new SecurityPolicy(scope, 'users', {
    name,
    namespace: namespace.name,
    labels: options.labels,
    spec: { targetRefs: [routeTarget(name)], basicAuth: { users: { name: secret.name } } },
  });
}

function routeTarget(name: string, sectionName?: string): PolicyTarget {
  return { group: GATEWAY_API, kind: 'HTTPRoute', name, ...(sectionName && { sectionName }) };
}
