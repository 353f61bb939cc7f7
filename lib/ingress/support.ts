import type { DependentOption, Exposure, ExposureOptions } from './exposure';
import { exposureError } from './exposure-error';

/** The implementations of exposures. */
export const IMPLEMENTATIONS = {
  nginx: 'ingress-nginx',
  'managed-nginx': 'application routing on nginx',
  'envoy-gateway': 'Envoy Gateway',
  'approuting-istio': 'application routing on Gateway API',
} as const;

/** An implementation of exposures. */
export type Implementation = keyof typeof IMPLEMENTATIONS;

/** How an implementation supports an option: as the option is described, with a difference, or not at all. */
export type Support =
  | 'same'
  | { readonly different: string }
  /** @param impossible the reason, as the end of a sentence that starts with the implementation */
  | { readonly impossible: string; readonly remedy: string };

/** Whether an exposure uses an option. */
const USES: Readonly<Record<DependentOption, (options: ExposureOptions) => unknown>> = {
  'timeouts.connect': ({ timeouts }) => timeouts?.connect,
  'timeouts.send': ({ timeouts }) => timeouts?.send,
  'timeouts.read': ({ timeouts }) => timeouts?.read,
  maxBodySize: ({ maxBodySize }) => maxBodySize !== 'unlimited' && maxBodySize,
  requestBuffering: ({ requestBuffering, maxBodySize }) =>
    requestBuffering === false && maxBodySize !== undefined && maxBodySize !== 'unlimited',
  webSocket: ({ webSocket }) => webSocket,
  'rateLimit.requestsPerSecond': ({ rateLimit }) => rateLimit?.requestsPerSecond,
  'rateLimit.burst': ({ rateLimit }) => rateLimit?.burst,
  'rateLimit.connections': ({ rateLimit }) => rateLimit?.connections,
  cors: ({ cors }) => cors,
  cookieAffinity: ({ cookieAffinity }) => cookieAffinity,
  hashBy: ({ hashBy }) => hashBy,
  upstreamHost: ({ upstreamHost }) => upstreamHost,
  basicAuth: ({ basicAuth }) => basicAuth,
  httpsRedirect: ({ httpsRedirect }) => httpsRedirect === 'always',
  responseHeaders: ({ responseHeaders }) => responseHeaders,
  extraIngressAnnotations: ({ extraIngressAnnotations }) => extraIngressAnnotations,
};

const WHOLE_REQUEST: Support = {
  different: 'the timeout also ends a request that takes longer as a whole. It does not apply to WebSockets',
};
/** @see https://github.com/istio/istio/blob/release-1.30/pilot/pkg/networking/core/listener_builder.go */
const NEVER_IDLE: Support = { different: 'no idle time applies: Istio turns off that of Envoy' };
const ALWAYS: Support = {
  different: '`always` is the same as `withTls`: requests are redirected if the host has a certificate here',
};
const NO_INGRESS: Support = {
  impossible: 'does not read Ingresses',
  remedy: 'use an option in place of the annotation',
};

/** A feature without a field in the Gateway API. AKS supports no EnvoyFilter either. */
function noField(feature: string): Support {
  return {
    impossible: `has no ${feature}: the Gateway API has no field for it, and AKS supports no EnvoyFilter`,
    remedy: 'leave it to the application',
  };
}

/**
 * The options that an implementation supports with a difference, or not at all. All others are the same. docs/ingress.md
 * shows this table.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api
 */
const EXCEPTIONS: Readonly<
  Partial<Record<DependentOption, Readonly<Partial<Record<Implementation, Support>>>>>
> = {
  'timeouts.connect': {
    // https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/ connectTimeout
    'approuting-istio': { different: 'the timeout of Istio applies: 10 seconds' },
  },
  'timeouts.send': {
    'envoy-gateway': {
      different: 'one idle time applies to requests and responses: the longer of `send` and `read`',
    },
    'approuting-istio': NEVER_IDLE,
  },
  'timeouts.read': { 'envoy-gateway': WHOLE_REQUEST, 'approuting-istio': WHOLE_REQUEST },
  maxBodySize: {
    'envoy-gateway': {
      different:
        'the memory of Envoy holds the whole body. Connections become WebSockets only with `webSocket`. Without the option, a request has any size. Over HTTP/2, a limit below 16 KiB is not exact',
    },
    'approuting-istio': noField('limit on the size of requests'),
  },
  requestBuffering: {
    'envoy-gateway': {
      impossible: 'receives a request completely if it limits its size',
      remedy: "set maxBodySize to 'unlimited', or remove requestBuffering",
    },
  },
  webSocket: { 'approuting-istio': NEVER_IDLE },
  'rateLimit.requestsPerSecond': {
    'envoy-gateway': {
      different:
        'without `burst`, no request may exceed the rate; ingress-nginx accepts five times the rate at once',
    },
    'approuting-istio': noField('rate limit'),
  },
  'rateLimit.burst': {
    'envoy-gateway': {
      impossible: 'has no burst: every second allows as many requests as the rate',
      remedy: 'remove burst, and state the highest rate of a client',
    },
    'approuting-istio': noField('rate limit'),
  },
  'rateLimit.connections': {
    'envoy-gateway': {
      impossible: 'limits only the connections of all clients together',
      remedy: 'state requestsPerSecond in its place',
    },
    'approuting-istio': noField('limit on connections'),
  },
  cors: {
    'envoy-gateway': {
      different:
        'a preflight request gets status 200 instead of 204, and does not reach the pods if the origin is not allowed. A wildcard origin also allows names with more labels',
    },
  },
  cookieAffinity: {
    'envoy-gateway': {
      different:
        'when the number of pods changes, some clients get another pod. The cookie has another value',
    },
    'approuting-istio': noField('cookie affinity'),
  },
  hashBy: { 'approuting-istio': noField('consistent hash') },
  basicAuth: {
    'envoy-gateway': {
      different:
        'the users are in the key `.htpasswd` of the Secret, with SHA-1 hashes (`htpasswd -s`). Browsers show another realm',
    },
    'approuting-istio': noField('basic authentication'),
  },
  httpsRedirect: { 'envoy-gateway': ALWAYS, 'approuting-istio': ALWAYS },
  responseHeaders: {
    'managed-nginx': {
      impossible: 'has settings that cannot be changed',
      remedy: 'set the headers in the application',
    },
  },
  extraIngressAnnotations: { 'envoy-gateway': NO_INGRESS, 'approuting-istio': NO_INGRESS },
};

/** The options of {@link supportOf}. */
export const DEPENDENT_OPTIONS = Object.keys(USES) as readonly DependentOption[];

/** The support of an option by an implementation. */
export function supportOf(option: DependentOption, implementation: Implementation): Support {
  return EXCEPTIONS[option]?.[implementation] ?? 'same';
}

/**
 * Refuses the options of an exposure that an implementation does not support, unless the exposure accepts this with a
 * reason.
 *
 * @throws Error with the option, the reason and the remedy
 */
export function requireSupport({ name, options }: Exposure, implementation: Implementation): void {
  for (const option of DEPENDENT_OPTIONS) {
    const support = supportOf(option, implementation);
    if (support === 'same' || 'different' in support) continue;
    if (!USES[option](options) || options.acceptRisk?.[option] !== undefined) continue;
    throw exposureError(
      name,
      `${option}: ${IMPLEMENTATIONS[implementation]} ${support.impossible}: ${support.remedy}, or accept the difference with a reason in acceptRisk`,
    );
  }
}

/** The problem of accepted differences; undefined if there is none. */
export function acceptanceProblem(options: ExposureOptions): string | undefined {
  for (const [option, because] of Object.entries(options.acceptRisk ?? {})) {
    if (because.trim() === '') return `acceptRisk has no reason for ${option}: state one`;
    if (!USES[option as DependentOption](options))
      return `acceptRisk has a reason for ${option}, which the exposure does not state: remove it`;
  }
  return undefined;
}
